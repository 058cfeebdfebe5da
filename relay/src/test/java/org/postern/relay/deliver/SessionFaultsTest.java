package org.postern.relay.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.relay.deliver.WayFault.Becomes.SENT;
import static org.postern.relay.deliver.WayFault.Becomes.WAITING;
import static org.postern.relay.deliver.WayFault.CA;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.core.settings.CoreKeys;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.Arrival;
import org.postern.spool.SpoolRecipient;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpStep;

/** What becomes of mail where the server fails between its greeting and the first mail. */
class SessionFaultsTest {

  @RegisterExtension static final SharedSpool SPOOL = new SharedSpool();

  static Stream<WayFault> ehlo() {
    return Stream.of(
        WayFault.reply(SmtpStep.EHLO, "502 5.5.1 no").becoming(SENT),
        WayFault.reply(SmtpStep.EHLO, "500 5.5.2 what?").becoming(SENT),
        WayFault.reply(SmtpStep.EHLO, "502 5.5.1 no").startTls(CA.localhost()).saying("TLS"),
        WayFault.reply(SmtpStep.EHLO, "421 4.3.2 no"),
        WayFault.at(SmtpStep.EHLO, Reaction.close()).named("EHLO close"),
        WayFault.at(SmtpStep.EHLO, Reaction.hang())
            .named("EHLO hang")
            .soon(CoreKeys.COMMAND_TIMEOUT),
        WayFault.at(SmtpStep.EHLO, Reaction.endless("250-X\r\n")).named("EHLO endless"));
  }

  static Stream<WayFault> startTls() {
    return Stream.of(
        WayFault.of("STARTTLS not offered", s -> {})
            .startTls(CA.localhost())
            .with(b -> b)
            .becoming(WAITING)
            .saying("STARTTLS"),
        startTls("454", Reaction.reply("454 4.7.0 TLS not available")),
        startTls("502", Reaction.reply("502 5.5.1 no")),
        startTls("close", Reaction.close()),
        startTls("hang", Reaction.hang()).soon(CoreKeys.COMMAND_TIMEOUT),
        startTls("garbage", Reaction.raw("ok, go on\r\n")).soon(CoreKeys.COMMAND_TIMEOUT),
        startTls("injected", Reaction.raw("220 go\r\n250-mail.test\r\n250 AUTH PLAIN\r\n")));
  }

  private static WayFault startTls(String name, Reaction reaction) {
    return WayFault.at(SmtpStep.STARTTLS, reaction)
        .named("STARTTLS " + name)
        .startTls(CA.localhost());
  }

  static Stream<WayFault> login() {
    Stream<WayFault> replies =
        Stream.of(
                "454 4.7.0 Temporary authentication failure",
                "421 4.7.0 no",
                "535 5.7.8 bad credentials",
                "535 5.7.3 Authentication unsuccessful",
                "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled",
                "535 5.7.57 Client not authenticated to send mail.",
                "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
                "530 5.7.0 Must issue STARTTLS",
                "534 5.7.9 too weak",
                "538 5.7.11 encryption required")
            .map(reply -> WayFault.reply(SmtpStep.AUTH, reply).loggingIn());
    Stream<WayFault> others =
        Stream.of(
            WayFault.at(SmtpStep.AUTH, Reaction.close()).named("AUTH close").loggingIn(),
            WayFault.at(SmtpStep.AUTH, Reaction.reset()).named("AUTH reset").loggingIn(),
            WayFault.at(SmtpStep.AUTH, Reaction.hang())
                .named("AUTH hang")
                .loggingIn()
                .soon(CoreKeys.COMMAND_TIMEOUT),
            WayFault.of("AUTH not offered", s -> {})
                .loggingIn()
                .with(b -> b.startTls(CA.localhost()))
                .becoming(WAITING));
    return Stream.concat(replies, others);
  }

  /** A server without these gets the mail all the same. */
  static Stream<WayFault> capabilities() {
    return Stream.of("SIZE", "8BITMIME", "SMTPUTF8", "DSN", "PIPELINING", "CHUNKING")
        .map(
            keyword ->
                WayFault.of("without " + keyword, s -> {})
                    .with(b -> keyword.equals("SIZE") ? b.size(0) : b.without(keyword))
                    .becoming(SENT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"ehlo", "startTls", "login", "capabilities"})
  void mailWaitsForTheSessionAndIsNotBounced(WayFault fault) {
    fault.play(SPOOL);
  }

  /** What this server can never carry is told to the sender, and not a byte of it was sent. */
  static Stream<Arguments> impossible() {
    String eightBit =
        "Content-Type: multipart/signed; boundary=x; protocol=\"application/pgp\"\r\n";
    return Stream.of(
        Arguments.of(
            "SIZE", "a@example.org", "Subject: s\r\n\r\n" + "x\r\n".repeat(5_000), "5.3.4"),
        Arguments.of("SMTPUTF8", "\u00e4@example.org", "Subject: s\r\n\r\nx\r\n", "5.6.7"),
        Arguments.of(
            "8BITMIME",
            "a@example.org",
            eightBit
                + "\r\n--x\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\u00e4\r\n--x\r\n"
                + "Content-Type: application/pgp-signature\r\n\r\ns\r\n--x--\r\n",
            "5.6.3"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("impossible")
  void mailThatThisServerCannotCarryIsReturned(
      String lacking, String recipient, String mail, String status) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().without(lacking).size(10_000).start();
        Post post = post(server)) {
      post.send(arrival(recipient), mail);
      post.awaitEmpty();

      assertThat(server.onlyMail().sender()).isEmpty();
      assertThat(server.onlyMail().text())
          .contains("Action: failed", "Status: " + status)
          .containsAnyOf("rfc822; a@example.org", "utf-8; \\x{E4}@example.org");
      server.requireNoViolations();
    }
  }

  /** RFC 6533 section 6.3: the part that returns them may stand in base64. */
  @Test
  void headersInUtf8AreReturnedInAFormThatEveryServerTakes() {
    // the bytes of UTF-8; an address has no other form
    String mail = "Cc: caf\u00c3\u00a9@example.org\r\n\r\nx\r\n";
    Arrival utf8 =
        new Arrival(
            Optional.of(MailAddress.parse(Post.SENDER)),
            List.of(SpoolRecipient.of(MailAddress.parse("a@example.org"))),
            Optional.empty(),
            Optional.empty(),
            true,
            "",
            "test");
    try (FakeSmtpServer server = FakeSmtpServer.builder().without("SMTPUTF8").start();
        Post post = post(server)) {
      post.send(utf8, mail);
      post.awaitEmpty();

      String notice = server.onlyMail().text();
      assertThat(notice)
          .contains("Status: 5.6.7", "Content-Type: message/global-headers")
          .contains(
              Base64.getEncoder().encodeToString("Cc: caf\u00e9@example.org\r\n".getBytes(UTF_8)));
      assertThat(notice.chars()).allMatch(c -> c < 0x80);
      server.requireNoViolations();
    }
  }

  @Test
  void textInEightBitsIsRewrittenForAServerOfSeven() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().without("8BITMIME").start();
        Post post = post(server)) {
      post.send(
          arrival("a@example.org"),
          "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
              + "Content-Transfer-Encoding: 8bit\r\n\r\ncaf\u00e9\r\n");
      post.awaitEmpty();

      assertThat(server.onlyMail().sender()).isEqualTo(Post.SENDER);
      assertThat(server.onlyMail().text()).contains("caf=E9");
      server.requireNoViolations();
    }
  }

  /** What a connection that served before may end with; the next mail is not delayed by it. */
  static Stream<Consumer<FakeSmtpServer>> ends() {
    return Stream.of(
        s -> s.at(SmtpStep.MAIL).nth(2).will(Reaction.reply("421 idle").then(Reaction.close())),
        s -> s.at(SmtpStep.MAIL).nth(2).close(),
        s -> s.at(SmtpStep.MAIL).nth(2).reset(),
        s -> s.at(SmtpStep.RSET).onConnection(1).reply("421 4.4.2 idle too long"),
        s -> s.at(SmtpStep.QUIT).hang(),
        s -> s.at(SmtpStep.QUIT).close());
  }

  @ParameterizedTest
  @MethodSource("ends")
  void aConnectionThatEndsBetweenMailsDelaysNone(Consumer<FakeSmtpServer> script) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().maxMessages(2).start();
        Post post = post(server)) {
      script.accept(server);
      for (int i = 0; i < 5; i++) {
        post.send("r" + i + "@example.org");
        post.awaitEmpty();
      }
      assertThat(server.mails()).hasSize(5);
      assertThat(post.delivery().status().totals().deferred()).isZero();
    }
  }

  private static Post post(FakeSmtpServer server) {
    return Post.open(SPOOL, Post.settings(server, SPOOL.folder()));
  }

  private static Arrival arrival(String recipient) {
    return new Arrival(
        Optional.of(MailAddress.parse(Post.SENDER)),
        List.of(SpoolRecipient.of(MailAddress.parse(recipient))),
        Optional.empty(),
        Optional.empty(),
        false,
        "",
        "test");
  }
}
