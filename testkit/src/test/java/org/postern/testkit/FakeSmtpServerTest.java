package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FakeSmtpServerTest {

  private static final TestCa CA = TestCa.create();

  private FakeSmtpServer server = FakeSmtpServer.builder().start();

  @AfterEach
  void stop() {
    server.close();
  }

  private RawSmtpClient greeted(FakeSmtpServerBuilder builder) throws IOException {
    server.close();
    server = builder.start();
    return RawSmtpClient.greeted(server);
  }

  @Test
  void keepsAMailExactlyAsItCame() throws IOException {
    try (RawSmtpClient client = RawSmtpClient.greeted(server)) {
      assertThat(client.say("EHLO c.test"))
          .contains("250-PIPELINING", "250-SMTPUTF8", "250 SIZE 67108864");
      client.say("MAIL FROM:<a@example.com> SIZE=30 BODY=8BITMIME RET=HDRS ENVID=x+2By");
      client.say("RCPT TO:<b@example.com> NOTIFY=NEVER");
      client.say("RCPT TO:<\"c d\"@example.com>");
      assertThat(client.say("DATA")).startsWith("354");
      assertThat(client.say("Subject: gr\u00fcn\r\n  gelb\r\n\r\n..dot\r\n.")).startsWith("250");
      assertThat(client.say("QUIT")).startsWith("221");
    }

    ReceivedMail mail = server.onlyMail();
    assertThat(mail.sender()).isEqualTo("a@example.com");
    assertThat(mail.senderParameters())
        .containsExactly("SIZE=30", "BODY=8BITMIME", "RET=HDRS", "ENVID=x+2By");
    assertThat(mail.recipientAddresses()).containsExactly("b@example.com", "\"c d\"@example.com");
    assertThat(mail.recipients().get(0).parameters()).containsExactly("NOTIFY=NEVER");
    assertThat(mail.text()).isEqualTo("Subject: gr\u00fcn\r\n  gelb\r\n\r\n.dot\r\n");
    assertThat(mail.header("subject")).contains("gr\u00fcn  gelb");
    assertThat(mail.header("x-none")).isEmpty();
    assertThat(mail.user()).isEmpty();
    assertThat(server.awaitIdle(Duration.ofMinutes(1))).isTrue();
    assertThat(server.sessions().get(0).verbs())
        .containsExactly("EHLO", "MAIL", "RCPT", "RCPT", "DATA", "QUIT");
    server.requireNoViolations();
  }

  @Test
  void startTlsForgetsWhatWasSaidAndOffersLoginsOnlyThen() throws IOException {
    try (RawSmtpClient client =
        greeted(FakeSmtpServer.builder().startTls(CA.localhost()).user("app", "secret"))) {
      assertThat(client.say("EHLO c.test")).contains("STARTTLS").doesNotContain("AUTH");
      assertThat(client.say("STARTTLS")).startsWith("220");
      client.startTls(CA.trustingContext());
      assertThat(client.say("EHLO c.test"))
          .contains("AUTH SCRAM-SHA-256 CRAM-MD5 PLAIN LOGIN")
          .doesNotContain("STARTTLS");
      assertThat(client.say("MAIL FROM:<a@example.com>")).startsWith("530 5.7.0");
      assertThat(client.say("AUTH PLAIN " + RawSmtpClient.base64("\0app\0secret")))
          .startsWith("235");
      assertThat(client.mail("Subject: x\r\n\r\ny")).startsWith("250");
    }

    SmtpSession session = server.sessions().get(0);
    assertThat(session.tlsProtocol()).contains("TLSv1.3");
    assertThat(session.user()).contains("app");
    assertThat(session.mechanism()).contains("PLAIN");
    assertThat(session.linesInClear()).containsExactly("EHLO c.test", "STARTTLS");
    assertThat(session.transcript()).contains("AUTH PLAIN ********");
    assertThat(session.toString()).doesNotContain(RawSmtpClient.base64("\0app\0secret"));
    assertThat(server.onlyMail().user()).contains("app");
    server.requireNoViolations();
  }

  @Test
  void servesImplicitTlsOnBothAddressFamilies() throws IOException {
    server.close();
    server =
        FakeSmtpServer.builder()
            .implicitTls(CA.localhost())
            .tlsProtocols("TLSv1.2")
            .addresses("127.0.0.1", "::1")
            .start();
    for (String address : new String[] {"127.0.0.1", "::1"}) {
      try (RawSmtpClient client = new RawSmtpClient(server, address)) {
        client.startTls(CA.trustingContext());
        assertThat(client.reply()).startsWith("220");
      }
    }
    assertThat(server.sessions())
        .extracting(session -> session.tlsProtocol().orElseThrow())
        .containsExactly("TLSv1.2", "TLSv1.2");
    assertThat(server.sessions())
        .extracting(SmtpSession::localAddress)
        .containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
  }

  @Test
  void verifiesLoginAndCramMd5ForTrue() throws Exception {
    try (RawSmtpClient client = greeted(FakeSmtpServer.builder().user("tim", "tanstaaf"))) {
      client.say("EHLO c.test");
      assertThat(client.say("AUTH LOGIN")).isEqualTo("334 VXNlcm5hbWU6");
      assertThat(client.say(RawSmtpClient.base64("tim"))).isEqualTo("334 UGFzc3dvcmQ6");
      assertThat(client.say(RawSmtpClient.base64("wrong"))).startsWith("535 5.7.8");
      assertThat(client.say("AUTH LOGIN " + RawSmtpClient.base64("tim"))).startsWith("334");
      assertThat(client.say("*")).startsWith("501");
      String challenge = RawSmtpClient.unbase64(client.say("AUTH CRAM-MD5").substring(4));
      SaslClient cram =
          Sasl.createSaslClient(
              new String[] {"CRAM-MD5"},
              null,
              "smtp",
              "localhost",
              null,
              callbacks -> {
                ((NameCallback) callbacks[0]).setName("tim");
                ((PasswordCallback) callbacks[1]).setPassword("tanstaaf".toCharArray());
              });
      byte[] answer = cram.evaluateChallenge(challenge.getBytes());
      assertThat(client.say(RawSmtpClient.base64(new String(answer)))).startsWith("235");
    }
    assertThat(server.sessions().get(0).mechanism()).contains("CRAM-MD5");
    assertThat(server.sessions().get(0).transcript())
        .containsExactly(
            "EHLO c.test",
            "AUTH LOGIN",
            "********",
            "********",
            "AUTH LOGIN ********",
            "********",
            "AUTH CRAM-MD5",
            "********");
    server.requireNoViolations();
  }

  @Test
  void bearerIsRefusedWithAChallengeAndLetInWithAGoodToken() throws IOException {
    TokenRegistry tokens = new TokenRegistry();
    tokens.add("good", Duration.ofHours(1));
    try (RawSmtpClient client = greeted(FakeSmtpServer.builder().tokens(tokens))) {
      client.say("EHLO c.test");
      String refused = client.say("AUTH XOAUTH2 " + xoauth2("u", "bad"));
      assertThat(RawSmtpClient.unbase64(refused.substring(4))).contains("\"status\":\"401\"");
      assertThat(client.say("")).startsWith("535");
      client.say("AUTH OAUTHBEARER " + oauthBearer("u", "bad"));
      assertThat(client.say("AQ==")).startsWith("535");
      server.requireNoViolations();
      client.say("AUTH OAUTHBEARER " + oauthBearer("u", "bad"));
      client.say("");
      assertThat(server.violations())
          .containsExactly("connection 1: wrong answer to the error challenge");
      assertThat(client.say("AUTH OAUTHBEARER " + oauthBearer("a=2Cb=3Dc", "good")))
          .startsWith("235");
    }
    assertThat(server.sessions().get(0).user()).contains("a,b=c");
  }

  @Test
  void bearerIsRefusedDirectlyWhereAsked() throws IOException {
    try (RawSmtpClient client =
        greeted(FakeSmtpServer.builder().bearer((u, t) -> false).bearerRefusedDirectly())) {
      client.say("EHLO c.test");
      assertThat(client.say("AUTH XOAUTH2 " + xoauth2("u", "bad"))).startsWith("535");
    }
  }

  @Test
  void mechanismOfAPlugInIsVerifiedByItsOwnVerifier() throws IOException {
    SaslVerifier verifier =
        dialogue -> {
          String answer = new String(dialogue.challenge("why?".getBytes()));
          return Optional.of("user").filter(user -> answer.equals("because"));
        };
    try (RawSmtpClient client = greeted(FakeSmtpServer.builder().mechanism("X-WHY", verifier))) {
      assertThat(client.say("EHLO c.test")).contains("AUTH X-WHY");
      assertThat(client.say("AUTH X-WHY")).isEqualTo("334 d2h5Pw==");
      assertThat(client.say(RawSmtpClient.base64("because"))).startsWith("235");
    }
  }

  @Test
  void rulesHoldForTheirRecipientTheirTurnAndTheirConnectionOnly() throws IOException {
    server.at(SmtpStep.RCPT).forRecipient("late@example.com").reply("451 4.7.1 try later");
    server.at(SmtpStep.RCPT).nth(3).reply("550-5.1.1 no", "550 5.1.1 never");
    server.at(SmtpStep.EHLO).onConnection(2).once().reply("421 4.3.2 later");

    assertThat(server.unusedRules()).containsExactly(SmtpStep.EHLO, SmtpStep.RCPT, SmtpStep.RCPT);
    try (RawSmtpClient client = RawSmtpClient.greeted(server)) {
      client.say("EHLO c.test");
      client.say("MAIL FROM:<a@example.com>");
      assertThat(client.say("RCPT TO:<b@example.com>")).startsWith("250");
      assertThat(client.say("RCPT TO:<Late@example.com>")).isEqualTo("451 4.7.1 try later");
      assertThat(client.say("RCPT TO:<late@example.com>"))
          .isEqualTo("550-5.1.1 no\n550 5.1.1 never");
      client.say("DATA");
      client.say("x: y\r\n.");
    }
    try (RawSmtpClient client = RawSmtpClient.greeted(server)) {
      assertThat(client.say("EHLO c.test")).startsWith("421");
      assertThat(client.say("EHLO c.test")).startsWith("250");
    }
    assertThat(server.onlyMail().recipientAddresses()).containsExactly("b@example.com");
    assertThat(server.unusedRules()).isEmpty();
    server.recover();
    try (RawSmtpClient client = RawSmtpClient.greeted(server)) {
      client.say("EHLO c.test");
      client.say("MAIL FROM:<a@example.com>");
      assertThat(client.say("RCPT TO:<late@example.com>")).startsWith("250");
    }
  }

  @Test
  void mailIsKeptWhereTheReplyIsPositiveOrSaidToBeStored() throws IOException {
    server.at(SmtpStep.FINAL_DOT).nth(1).reply("251-a", "251 b");
    server.at(SmtpStep.FINAL_DOT).nth(1).reply("554 5.6.0 no");
    try (RawSmtpClient client = RawSmtpClient.greeted(server)) {
      client.say("EHLO c.test");
      assertThat(client.mail("n: 1")).startsWith("554");
      assertThat(client.mail("n: 2")).startsWith("251");
    }
    server.at(SmtpStep.FINAL_DOT).will(Reaction.store().then(Reaction.reset()));
    try (RawSmtpClient client = RawSmtpClient.greeted(server)) {
      client.say("EHLO c.test");
      assertThatThrownBy(() -> client.mail("n: 3")).isInstanceOf(IOException.class);
    }
    assertThat(server.mails())
        .extracting(ReceivedMail::text)
        .containsExactly("n: 2\r\n", "n: 3\r\n");
  }

  @Test
  void connectionThatStaysOpenIsForgottenUntilItIsUsedAgain() throws IOException {
    try (RawSmtpClient idle = RawSmtpClient.greeted(server);
        RawSmtpClient leaving = RawSmtpClient.greeted(server)) {
      idle.say("MAIL FROM:<a@example.com>");
      server.forget();
      assertThat(server.sessions()).isEmpty();
      server.requireNoViolations();

      leaving.say("QUIT");
      idle.say("NOOP");
      assertThat(server.sessions()).extracting(SmtpSession::number).containsExactly(1);
    }
  }

  @Test
  void bodyCanBeCutAfterSomeBytes() throws IOException {
    server
        .at(SmtpStep.BODY)
        .afterBytes(5)
        .will(Reaction.reply("421 4.3.0 no").then(Reaction.close()));
    try (RawSmtpClient client = RawSmtpClient.greeted(server)) {
      client.say("EHLO c.test");
      assertThat(client.mail("0123456789")).startsWith("421");
      assertThat(client.reply()).isEqualTo("EOF");
    }
    assertThat(server.mails()).isEmpty();
  }

  @Test
  void limitsAreKept() throws IOException {
    try (RawSmtpClient client =
        greeted(
            FakeSmtpServer.builder().maxRecipients(1).maxMessages(1).maxConnections(1).size(40))) {
      client.say("EHLO c.test");
      assertThat(client.say("MAIL FROM:<a@example.com> SIZE=41")).startsWith("552 5.3.4");
      client.say("MAIL FROM:<a@example.com>");
      client.say("RCPT TO:<b@example.com>");
      assertThat(client.say("RCPT TO:<c@example.com>")).startsWith("452 4.5.3");
      client.say("DATA");
      assertThat(client.say("x: " + "y".repeat(60) + "\r\n.")).startsWith("552 5.3.4");
      assertThat(client.mail("x: y")).startsWith("250");
      try (RawSmtpClient second = new RawSmtpClient(server)) {
        assertThat(second.reply()).startsWith("432");
      }
      assertThat(client.say("MAIL FROM:<a@example.com>")).startsWith("421");
    }
  }

  @Test
  void whatIsNotOfferedIsRefusedAndNoted() throws IOException {
    try (RawSmtpClient client = greeted(FakeSmtpServer.builder().capabilities().size(0))) {
      assertThat(client.say("EHLO c.test")).isEqualTo("250 mail.test greets you");
      assertThat(client.say("MAIL FROM:<a@example.com> BODY=8BITMIME"))
          .isEqualTo("555 unknown parameter");
      assertThat(client.say("STARTTLS")).startsWith("502");
      assertThat(client.say("AUTH PLAIN AGEAYg==")).startsWith("504");
      assertThat(client.say("XYZ")).startsWith("500");
    }
    assertThat(server.violations())
        .containsExactly(
            "connection 1: parameter of MAIL not offered: BODY=8BITMIME",
            "connection 1: STARTTLS though not offered",
            "connection 1: AUTH PLAIN though not offered",
            "connection 1: unknown command XYZ");
    assertThatThrownBy(server::requireNoViolations).isInstanceOf(AssertionError.class);
  }

  static Stream<Arguments> breaches() {
    return Stream.of(
        Arguments.of("MAIL FROM:<a@example.com>\nRSET\r\n", "bare LF in a command"),
        Arguments.of("NOOP\rx\r\n", "bare CR in a command"),
        Arguments.of("NOOP\0\r\n", "NUL in a command"),
        Arguments.of("RSET\r\nRSET\r\n", "pipelined behind RSET though PIPELINING is not offered"),
        Arguments.of("EHLO c.test\r\nRSET\r\n", "did not wait for the reply to EHLO"),
        Arguments.of("MAIL FROM:<\u00fc@example.com>\r\n", "8-bit bytes in MAIL"),
        Arguments.of("MAIL FROM: <a@example.com>\r\n", "malformed MAIL"));
  }

  @ParameterizedTest
  @MethodSource("breaches")
  void breachesOfTheRulesAreNoted(String bytes, String violation) throws IOException {
    try (RawSmtpClient client = greeted(FakeSmtpServer.builder().without("PIPELINING"))) {
      client.say("EHLO c.test");
      client.send(bytes);
      client.reply();
    }
    assertThat(server.violations()).contains("connection 1: " + violation);
  }

  @Test
  void breachesInsideAMessageAreNoted() throws IOException {
    try (RawSmtpClient client = RawSmtpClient.greeted(server)) {
      client.say("EHLO c.test");
      client.mail("a\nb\rc\r\n\u00fc\r\n" + "x".repeat(999));
    }
    assertThat(server.violations())
        .containsExactly(
            "connection 1: bare LF in a message",
            "connection 1: bare CR in a message",
            "connection 1: text line of more than 998 bytes",
            "connection 1: 8-bit body without BODY=8BITMIME");
  }

  @Test
  void aScriptedServerCanHangTrickleFloodAndWait() throws IOException {
    CountDownLatch latch = new CountDownLatch(1);
    server.at(SmtpStep.BANNER).will(Reaction.trickle("220 slow\r\n", Duration.ofMillis(1)));
    server.at(SmtpStep.EHLO).will(Reaction.await(latch).then(Reaction.proceed()));
    server.at(SmtpStep.NOOP).will(Reaction.replyTo(line -> "250 you said " + line));
    server.at(SmtpStep.RSET).will(Reaction.endless("250-more\r\n"));
    try (RawSmtpClient client = RawSmtpClient.greeted(server)) {
      client.send("EHLO c.test\r\n");
      latch.countDown();
      assertThat(client.reply()).startsWith("250-mail.test");
      assertThat(client.say("NOOP x")).isEqualTo("250 you said NOOP x");
      client.send("RSET\r\n");
    }
    assertThat(server.awaitIdle(Duration.ofMinutes(1))).isTrue();
  }

  @Test
  void aServerThatIsClosedFreesEvenAStalledConnection() throws IOException {
    server.at(SmtpStep.EHLO).will(Reaction.stall());
    try (RawSmtpClient client = RawSmtpClient.greeted(server)) {
      client.send("EHLO c.test\r\n");
      server.close();
      assertThat(server.awaitIdle(Duration.ofMinutes(1))).isTrue();
    }
  }

  private static String xoauth2(String user, String token) {
    return RawSmtpClient.base64("user=" + user + "\u0001auth=Bearer " + token + "\u0001\u0001");
  }

  private static String oauthBearer(String user, String token) {
    return RawSmtpClient.base64(
        "n,a="
            + user
            + ",\u0001host=localhost\u0001port=25\u0001auth=Bearer "
            + token
            + "\u0001\u0001");
  }
}
