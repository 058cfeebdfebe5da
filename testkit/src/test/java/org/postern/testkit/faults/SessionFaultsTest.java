package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.core.smtp.Stage.AUTH;
import static org.postern.core.smtp.Stage.EHLO;
import static org.postern.core.smtp.Stage.MAIL;
import static org.postern.core.smtp.Stage.MESSAGE;
import static org.postern.core.smtp.Stage.RCPT;
import static org.postern.core.smtp.Stage.STARTTLS;
import static org.postern.core.smtp.Stage.TLS;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.Mailer;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DsnRequest;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeSmtpServerBuilder;
import org.postern.testkit.Reaction;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpRule;
import org.postern.testkit.SmtpSession;
import org.postern.testkit.SmtpStep;

/** The failure matrix, section 3.2: session. */
class SessionFaultsTest {

  private static final UnaryOperator<FakeSmtpServerBuilder> STARTTLS_SERVER =
      builder -> builder.startTls(Postman.CA.localhost());
  private static final UnaryOperator<FakeSmtpServerBuilder> PASSWORD_SERVER =
      builder -> STARTTLS_SERVER.apply(builder).user(Login.USER, Login.PASSWORD);
  private static final UnaryOperator<FakeSmtpServerBuilder> TOKEN_SERVER =
      builder ->
          STARTTLS_SERVER
              .apply(builder)
              .bearer((user, token) -> user.equals(Login.USER) && token.equals(Login.FRESH));
  private static final UnaryOperator<Postman> BY_STARTTLS =
      postman -> postman.tls(TlsMode.STARTTLS);

  private static UnaryOperator<Postman> by(Login login) {
    return postman -> BY_STARTTLS.apply(postman).login(login);
  }

  static Stream<Row> ehlo() {
    UnaryOperator<Postman> soon = postman -> postman.soon(CoreKeys.COMMAND_TIMEOUT);
    return Stream.of(
        Row.when("EHLO: 502, no TLS or auth is required: HELO", refusing("502 5.5.1 no"))
            .isDelivered(),
        Row.when("EHLO: 500, no TLS or auth is required: HELO", refusing("500 5.5.2 what?"))
            .isDelivered(),
        Row.when("EHLO: 502, TLS is required", refusing("502 5.5.1 no"))
            .with(STARTTLS_SERVER)
            .sentBy(BY_STARTTLS)
            .isKept(EHLO, STARTTLS),
        Row.when(
                "EHLO: 500 after STARTTLS, auth is required",
                s -> s.at(SmtpStep.EHLO).overTls().reply("500 5.5.2 what?"))
            .with(PASSWORD_SERVER)
            .sentBy(by(Login.password()))
            .isKept(EHLO, AUTH),
        Row.when("EHLO: 421", s -> s.at(SmtpStep.EHLO).reply("421 4.3.2 no")).isRetried(EHLO),
        Row.when("EHLO: close", s -> s.at(SmtpStep.EHLO).close()).isRetried(EHLO),
        Row.when("EHLO: reset", s -> s.at(SmtpStep.EHLO).reset()).isRetried(EHLO),
        Row.when("EHLO: hang", s -> s.at(SmtpStep.EHLO).hang()).sentBy(soon).isRetried(EHLO),
        Row.when("EHLO: endless", s -> s.at(SmtpStep.EHLO).will(Reaction.endless("250-X\r\n")))
            .isRetried(EHLO),
        Row.when("EHLO: endless line", s -> s.at(SmtpStep.EHLO).will(Reaction.endless("250-XXXX")))
            .isRetried(EHLO),
        Row.when(
                "EHLO: 1 byte/s",
                s ->
                    s.at(SmtpStep.EHLO)
                        .will(Reaction.trickle("250-" + "X".repeat(900), Duration.ofMillis(50))))
            .sentBy(soon)
            .isRetried(EHLO));
  }

  private static Consumer<FakeSmtpServer> refusing(String reply) {
    return server -> server.at(SmtpStep.EHLO).reply(reply);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ehlo")
  void ehloThatFails(Row row) {
    row.play();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SIZE", "8BITMIME", "SMTPUTF8", "DSN", "PIPELINING", "ENHANCEDSTATUSCODES"})
  void missingCapabilityStillDeliversAnAsciiMail(String capability) {
    try (FakeSmtpServer server = without(capability)) {
      Envelope envelope =
          new Envelope(
              Optional.of(Postman.FROM),
              List.of(Postman.TO, MailAddress.parse("c@example.org")),
              new DsnRequest(
                  Set.of(DsnRequest.Notify.FAILURE),
                  Optional.of(DsnRequest.Returned.HDRS),
                  Optional.of("id+1")));
      try (Mailer mailer = Postman.to(server).open()) {
        assertThat(mailer.send(envelope, Bytes.HELLO).acceptedForAll()).isTrue();
      }
      assertThat(server.onlyMail().recipientAddresses())
          .containsExactly("b@example.org", "c@example.org");
      server.requireNoViolations();
    }
  }

  @Test
  void noCapabilityAtAllStillDelivers() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().capabilities().size(0).start()) {
      assertThat(Postman.to(server).send().outcome()).isEqualTo(Outcome.ACCEPTED);
      server.requireNoViolations();
    }
  }

  @Test
  void eightBitBodyIsReEncodedWithoutEightBitMime() {
    Bytes converted = Bytes.of("Content-Transfer-Encoding: quoted-printable\r\n\r\ngr=C3=BCn\r\n");
    Bytes body =
        new Bytes(
            "\r\ngr\u00fcn\r\n".getBytes(StandardCharsets.UTF_8), false, Optional.of(converted));
    try (FakeSmtpServer server = without("8BITMIME")) {
      assertThat(Postman.to(server).send(body).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.onlyMail().bytes()).isEqualTo(converted.bytes());
      assertThat(server.onlyMail().senderParameters()).doesNotContain("BODY=8BITMIME");
      server.requireNoViolations();
    }
  }

  @Test
  void eightBitBodyThatCannotBeReEncodedBouncesWith563() {
    Bytes signed =
        new Bytes("\r\ngr\u00fcn\r\n".getBytes(StandardCharsets.UTF_8), false, Optional.empty());
    try (FakeSmtpServer server = without("8BITMIME")) {
      bouncedWithout(server, Postman.to(server).send(signed), "5.6.3");
    }
  }

  @Test
  void eightBitBodyIsSaidToBeSoWhereItMayBeSent() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Bytes body = Bytes.of("\r\ngr\u00fcn\r\n");
      assertThat(Postman.to(server).send(body).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.onlyMail().bytes()).isEqualTo(body.bytes());
      assertThat(server.onlyMail().senderParameters()).contains("BODY=8BITMIME");
      server.requireNoViolations();
    }
  }

  @Test
  void utf8AddressBouncesWith567WithoutSmtpUtf8() {
    try (FakeSmtpServer server = without("SMTPUTF8")) {
      RecipientResult result =
          Postman.to(server)
              .send(Bytes.HELLO, MailAddress.parse("gr\u00fcn@example.org"))
              .recipients()
              .get(0);
      bouncedWithout(server, result, "5.6.7");
    }
  }

  @Test
  void utf8AddressDoesNotHarmTheOtherRecipientsWithoutSmtpUtf8() {
    try (FakeSmtpServer server = without("SMTPUTF8")) {
      var result =
          Postman.to(server)
              .send(Bytes.HELLO, MailAddress.parse("gr\u00fcn@example.org"), Postman.TO);
      assertThat(result.recipients())
          .extracting(RecipientResult::outcome)
          .containsExactly(Outcome.REJECTED, Outcome.ACCEPTED);
      assertThat(server.onlyMail().recipientAddresses()).containsExactly("b@example.org");
      server.requireNoViolations();
    }
  }

  @Test
  void utf8HeadersBounceWith567WithoutSmtpUtf8() {
    Bytes body =
        new Bytes(
            "Subject: gr\u00fcn\r\n\r\nx\r\n".getBytes(StandardCharsets.UTF_8),
            true,
            Optional.empty());
    try (FakeSmtpServer server = without("SMTPUTF8")) {
      bouncedWithout(server, Postman.to(server).send(body), "5.6.7");
    }
  }

  @Test
  void utf8AddressIsSentAsItIsWhereOffered() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      MailAddress address = MailAddress.parse("gr\u00fcn@b\u00fccher.example");
      assertThat(Postman.to(server).send(Bytes.HELLO, address).acceptedForAll()).isTrue();
      ReceivedMail mail = server.onlyMail();
      assertThat(mail.recipientAddresses().get(0)).startsWith("gr\u00fcn@");
      assertThat(mail.senderParameters()).contains("SMTPUTF8");
      server.requireNoViolations();
    }
  }

  @Test
  void internationalDomainGoesAsALabelsWithoutSmtpUtf8() {
    try (FakeSmtpServer server = without("SMTPUTF8")) {
      MailAddress address = MailAddress.parse("b@b\u00fccher.example");
      assertThat(Postman.to(server).send(Bytes.HELLO, address).acceptedForAll()).isTrue();
      assertThat(server.onlyMail().recipientAddresses()).containsExactly("b@xn--bcher-kva.example");
      server.requireNoViolations();
    }
  }

  @Test
  void tooBigForTheOfferedSizeBouncesWith534WithoutSendingTheBody() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().size(1000).start()) {
      bouncedWithout(server, Postman.to(server).send(Bytes.ofSize(2000)), "5.3.4");
      assertThat(server.sessions()).flatExtracting(SmtpSession::verbs).doesNotContain("DATA");
    }
  }

  private static FakeSmtpServer without(String capability) {
    FakeSmtpServerBuilder builder = FakeSmtpServer.builder().without(capability);
    return (capability.equals("SIZE") ? builder.size(0) : builder).start();
  }

  private static void bouncedWithout(FakeSmtpServer server, RecipientResult result, String code) {
    assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.REJECTED);
    assertThat(result.action()).isEqualTo(Action.BOUNCE);
    assertThat(result.stage()).isIn(MESSAGE, MAIL, RCPT);
    assertThat(result.toString()).contains(code);
    assertThat(server.mails()).isEmpty();
    server.requireNoViolations();
  }

  static Stream<Row> startTls() {
    return Stream.of(
            Row.when("STARTTLS: missing", s -> {}).isKept(STARTTLS),
            starttls("454", rule -> rule.reply("454 4.7.0 TLS not available")),
            starttls("502", rule -> rule.reply("502 5.5.1 no")),
            starttls("close", SmtpRule::close),
            starttls("reset", SmtpRule::reset),
            starttls("hang", SmtpRule::hang),
            starttls("garbage", rule -> rule.will(Reaction.raw("ok, go on\r\n"))),
            starttls(
                "injected",
                rule -> rule.will(Reaction.raw("220 go\r\n250-mail.test\r\n250 AUTH PLAIN\r\n"))))
        .map(
            row ->
                row.sentBy(postman -> BY_STARTTLS.apply(postman).soon(CoreKeys.COMMAND_TIMEOUT)));
  }

  private static Row starttls(String fault, Consumer<SmtpRule> reaction) {
    return Row.when("STARTTLS: " + fault, s -> reaction.accept(s.at(SmtpStep.STARTTLS)))
        .with(STARTTLS_SERVER)
        .isKept(STARTTLS, TLS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("startTls")
  void startTlsThatFails(Row row) {
    row.play();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("startTls")
  void startTlsThatFailsSendsNothingButQuit(Row row) {
    try (FakeSmtpServer server = row.server().apply(FakeSmtpServer.builder()).start()) {
      row.script().accept(server);
      row.sender().apply(Postman.to(server)).login(Login.password()).send();

      assertThat(server.awaitIdle(Duration.ofSeconds(10))).isTrue();
      assertThat(server.sessions())
          .allSatisfy(
              session -> assertThat(session.verbs()).isSubsetOf("EHLO", "STARTTLS", "QUIT"));
    }
  }

  @Test
  void plaintextIsSentOnlyWithTlsOff() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      assertThat(Postman.to(server).tls(TlsMode.NONE).send().outcome()).isEqualTo(Outcome.ACCEPTED);
    }
  }

  @Test
  void capabilitiesOfTheClearPhaseAreForgottenAfterTls() {
    try (FakeSmtpServer server =
        FakeSmtpServer.builder()
            .startTls(Postman.CA.localhost())
            .capabilities()
            .size(0)
            .capabilitiesInClear("PIPELINING", "8BITMIME", "SMTPUTF8", "DSN", "SIZE 100")
            .start()) {
      RecipientResult result = Postman.to(server).tls(TlsMode.STARTTLS).send(Bytes.ofSize(500));

      assertThat(result.outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.sessions().get(0).verbs()).startsWith("EHLO", "STARTTLS", "EHLO", "MAIL");
      assertThat(server.onlyMail().senderParameters()).isEmpty();
      server.requireNoViolations();
    }
  }

  static Stream<Row> auth() {
    UnaryOperator<Postman> soon =
        postman -> by(Login.password()).apply(postman).soon(CoreKeys.COMMAND_TIMEOUT);
    return Stream.of(
        Row.when("AUTH: not offered, BASIC", s -> {})
            .with(STARTTLS_SERVER)
            .sentBy(by(Login.password()))
            .isHeld(AUTH),
        Row.when("AUTH: not offered, OAUTH", s -> {})
            .with(STARTTLS_SERVER)
            .sentBy(by(Login.token()))
            .isHeld(AUTH),
        Row.when("AUTH: only LOGIN offered in OAUTH mode", s -> {})
            .with(b -> PASSWORD_SERVER.apply(b).mechanisms("LOGIN"))
            .sentBy(by(Login.token()))
            .isHeld(AUTH),
        Row.when("AUTH: 454", s -> s.at(SmtpStep.AUTH).reply("454 4.7.0 Temporary failure"))
            .with(PASSWORD_SERVER)
            .sentBy(by(Login.password()))
            .isRetried(AUTH),
        Row.when("AUTH: 421", s -> s.at(SmtpStep.AUTH).reply("421 4.7.0 no"))
            .with(PASSWORD_SERVER)
            .sentBy(by(Login.password()))
            .isRetried(AUTH),
        Row.when("AUTH: close", s -> s.at(SmtpStep.AUTH).close())
            .with(PASSWORD_SERVER)
            .sentBy(by(Login.password()))
            .isRetried(AUTH),
        Row.when("AUTH: reset", s -> s.at(SmtpStep.AUTH).reset())
            .with(PASSWORD_SERVER)
            .sentBy(by(Login.password()))
            .isRetried(AUTH),
        Row.when("AUTH: hang", s -> s.at(SmtpStep.AUTH).hang())
            .with(PASSWORD_SERVER)
            .sentBy(soon)
            .isRetried(AUTH),
        Row.when("AUTH: 535, BASIC", s -> s.at(SmtpStep.AUTH).reply("535 5.7.8 bad"))
            .with(PASSWORD_SERVER)
            .sentBy(by(Login.password()))
            .isHeld(AUTH),
        cause(
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
            "Set-CASMailbox"),
        cause(
            "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.",
            "polic"),
        cause("535 5.7.57 Client not authenticated to send mail.", "permission"),
        cause("535 5.7.60 Client does not have permissions to send as this sender", "SendAs"),
        cause("550 5.7.60 SMTP; Client does not have permissions to send as this sender", "SendAs"),
        Row.when(
                "550 5.7.60 SendAs at MAIL: B",
                s ->
                    s.at(SmtpStep.MAIL)
                        .reply("550 5.7.60 SMTP; no permissions to send as this sender"))
            .with(TOKEN_SERVER)
            .sentBy(by(Login.token()))
            .isBounced(MAIL)
            .saying("SendAs"),
        Row.when(
                "AUTH: 530 before", s -> s.at(SmtpStep.AUTH).reply("530 5.7.0 Must issue STARTTLS"))
            .with(TOKEN_SERVER)
            .sentBy(by(Login.token()))
            .isHeld(AUTH),
        Row.when("AUTH: 534", s -> s.at(SmtpStep.AUTH).reply("534 5.7.9 too weak"))
            .with(TOKEN_SERVER)
            .sentBy(by(Login.token()))
            .isHeld(AUTH),
        Row.when("AUTH: 538", s -> s.at(SmtpStep.AUTH).reply("538 5.7.11 encryption required"))
            .with(TOKEN_SERVER)
            .sentBy(by(Login.token()))
            .isHeld(AUTH));
  }

  private static Row cause(String reply, String nextStep) {
    return Row.when("AUTH: " + reply, s -> s.at(SmtpStep.AUTH).reply(reply))
        .with(TOKEN_SERVER)
        .sentBy(by(Login.token()))
        .isHeld(AUTH)
        .saying(nextStep);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("auth")
  void loginThatFails(Row row) {
    row.play();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("auth")
  void loginThatFailsIsFollowedByNoMailAndNoOtherSecret(Row row) {
    try (FakeSmtpServer server = row.server().apply(FakeSmtpServer.builder()).start()) {
      row.script().accept(server);
      row.sender().apply(Postman.to(server)).send();

      assertThat(server.awaitIdle(Duration.ofSeconds(10))).isTrue();
      assertThat(server.sessions())
          .allSatisfy(
              session -> {
                assertThat(session.mails()).isEmpty();
                assertThat(session.user().isPresent() || !session.verbs().contains("MAIL"))
                    .isTrue();
                assertThat(session.linesInClear()).noneMatch(line -> line.startsWith("AUTH"));
              });
    }
  }

  @Test
  void refused535GetsAFreshTokenOnceOnANewConnection() {
    Login login = Login.staleToken();
    try (FakeSmtpServer server =
        TOKEN_SERVER.apply(FakeSmtpServer.builder()).bearerRefusedDirectly().start()) {
      server.at(SmtpStep.AUTH).onConnection(1).reply("535 5.7.3 Authentication unsuccessful");
      RecipientResult result = by(login).apply(Postman.to(server)).send();

      assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.ACCEPTED);
      assertThat(login.asked()).isEqualTo(2);
      assertThat(login.refusals()).hasSize(1);
      assertThat(login.refusals().get(0).reply().code()).isEqualTo(535);
      assertThat(login.refusals().get(0).challenge()).isEmpty();
      assertThat(server.sessions()).hasSize(2);
      assertThat(server.onlyMail().connection()).isEqualTo(2);
      server.requireNoViolations();
    }
  }

  @Test
  void refusedAgainWithAFreshTokenHolds() {
    Login login = Login.staleToken();
    try (FakeSmtpServer server = TOKEN_SERVER.apply(FakeSmtpServer.builder()).start()) {
      server.at(SmtpStep.AUTH).reply("535 5.7.3 Authentication unsuccessful");
      RecipientResult result = by(login).apply(Postman.to(server)).send();

      assertThat(result.action()).as("%s", result).isEqualTo(Action.HOLD);
      assertThat(result.stage()).isEqualTo(AUTH);
      assertThat(server.sessions()).hasSize(2);
      assertThat(server.mails()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
  void challengeIsAnsweredDecodedAndFollowedByAFreshToken(String mechanism) {
    Login login = Login.staleToken();
    try (FakeSmtpServer server =
        TOKEN_SERVER
            .apply(FakeSmtpServer.builder())
            .bearerChallenge("{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"smtp-scope\"}")
            .mechanisms(mechanism)
            .start()) {
      RecipientResult result = by(login).apply(Postman.to(server)).send();

      assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.ACCEPTED);
      assertThat(login.refusals()).hasSize(1);
      assertThat(login.refusals().get(0).reply().code()).isEqualTo(535);
      assertThat(login.refusals().get(0).challenge().orElseThrow()).contains("401", "smtp-scope");
      // an answer other than the proper one is a violation
      server.requireNoViolations();
    }
  }

  @Test
  void challengeIsShownInTheResultWhereNoTokenHelps() {
    try (FakeSmtpServer server =
        FakeSmtpServer.builder()
            .startTls(Postman.CA.localhost())
            .bearer((user, token) -> false)
            .bearerChallenge("{\"status\":\"400\",\"scope\":\"smtp-scope\"}")
            .start()) {
      RecipientResult result = by(Login.staleToken()).apply(Postman.to(server)).send();

      assertThat(result.action()).isEqualTo(Action.HOLD);
      assertThat(result.explanation()).contains("400", "smtp-scope");
      server.requireNoViolations();
    }
  }

  @Test
  void scriptedChallengeOfAnyServerIsAnswered() {
    String json =
        Base64.getEncoder()
            .encodeToString("{\"status\":\"401\"}".getBytes(StandardCharsets.US_ASCII));
    try (FakeSmtpServer server = TOKEN_SERVER.apply(FakeSmtpServer.builder()).start()) {
      server.at(SmtpStep.AUTH).reply("334 " + json);
      server.at(SmtpStep.AUTH_RESPONSE).reply("535 5.7.8 no");
      RecipientResult result = by(Login.token()).apply(Postman.to(server)).send();

      assertThat(result.action()).isEqualTo(Action.HOLD);
      assertThat(result.reply().orElseThrow().code()).isEqualTo(535);
    }
  }

  @Test
  void tokenIsNeverSentInClear() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().bearer((user, token) -> true).start()) {
      RecipientResult result = Postman.to(server).login(Login.token()).send();

      assertThat(result.action()).as("%s", result).isEqualTo(Action.HOLD);
      assertThat(server.sessions())
          .flatExtracting(SmtpSession::verbs)
          .doesNotContain("AUTH", "MAIL");
    }
  }

  @Test
  void passwordIsNotSentInClearUnlessAllowed() {
    try (FakeSmtpServer server =
        FakeSmtpServer.builder()
            .user(Login.USER, Login.PASSWORD)
            .mechanisms("PLAIN", "LOGIN")
            .start()) {
      RecipientResult held = Postman.to(server).login(Login.password()).send();
      assertThat(held.action()).as("%s", held).isEqualTo(Action.HOLD);
      assertThat(server.sessions())
          .flatExtracting(SmtpSession::verbs)
          .doesNotContain("AUTH", "MAIL");

      RecipientResult sent = Postman.to(server).login(Login.password(true)).send();
      assertThat(sent.outcome()).as("%s", sent).isEqualTo(Outcome.ACCEPTED);
    }
  }

  @Test
  void loginThatEndsInMidConnectionIsRenewedForTheSameMail() {
    Login login = Login.token();
    try (FakeSmtpServer server = TOKEN_SERVER.apply(FakeSmtpServer.builder()).start();
        Mailer mailer = by(login).apply(Postman.to(server)).open()) {
      assertThat(Postman.send(mailer).outcome()).isEqualTo(Outcome.ACCEPTED);
      server.at(SmtpStep.MAIL).onConnection(1).reply("530 5.7.57 Client not authenticated");

      RecipientResult second = Postman.send(mailer);

      assertThat(second.outcome()).as("%s", second).isEqualTo(Outcome.ACCEPTED);
      assertThat(login.endedAtMail()).isTrue();
      assertThat(server.mails()).extracting(ReceivedMail::connection).containsExactly(1, 2);
      server.requireNoViolations();
    }
  }

  @Test
  void connectionIsNotReusedBeyondTheEndOfItsToken() {
    Login login = Login.shortToken();
    try (FakeSmtpServer server = TOKEN_SERVER.apply(FakeSmtpServer.builder()).start();
        Mailer mailer = by(login).apply(Postman.to(server)).open()) {
      assertThat(Postman.send(mailer).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(Postman.send(mailer).outcome()).isEqualTo(Outcome.ACCEPTED);

      assertThat(server.mails()).extracting(ReceivedMail::connection).containsExactly(1, 2);
      assertThat(login.asked()).isEqualTo(2);
      server.requireNoViolations();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9_000, 9_300, 16_000, 40_000})
  void hugeTokenGoesWithoutInitialResponseWhereTheLineWouldBeTooLong(int length) {
    Login login = Login.token(Login.USER, "t".repeat(length));
    try (FakeSmtpServer server =
            STARTTLS_SERVER
                .apply(FakeSmtpServer.builder())
                .bearer((user, token) -> token.length() == length)
                .start();
        Mailer mailer = by(login).apply(Postman.to(server)).open()) {
      RecipientResult result = Postman.send(mailer);

      // either it is in, or it is held with a reason: never a line that the server must refuse
      assertThat(result.action()).as("%s", result).isIn(Action.NONE, Action.HOLD);
      assertThat(result.action() == Action.NONE || length > 16_000).isTrue();
      server.requireNoViolations();
    }
  }

  /** What an idle connection may have turned into. */
  static Stream<Consumer<FakeSmtpServer>> staleConnections() {
    return Stream.of(
        s -> s.at(SmtpStep.FINAL_DOT).once().will(Reaction.reply("250 ok").then(Reaction.close())),
        s -> s.at(SmtpStep.FINAL_DOT).once().will(Reaction.reply("250 ok").then(Reaction.reset())),
        s ->
            s.at(SmtpStep.FINAL_DOT)
                .once()
                .will(Reaction.reply("250 ok", "421 4.4.2 idle too long").then(Reaction.close())),
        s -> s.at(SmtpStep.RSET).onConnection(1).reply("421 4.4.2 idle too long"),
        s -> s.at(SmtpStep.RSET).onConnection(1).close(),
        s -> s.at(SmtpStep.RSET).onConnection(1).reset(),
        s -> s.at(SmtpStep.NOOP).onConnection(1).close(),
        s -> s.at(SmtpStep.MAIL).nth(2).reply("421 4.4.2 idle too long"),
        s -> s.at(SmtpStep.MAIL).nth(2).will(Reaction.reply("421 bye").then(Reaction.close())),
        s -> s.at(SmtpStep.MAIL).nth(2).close(),
        s -> s.at(SmtpStep.MAIL).nth(2).reset());
  }

  @ParameterizedTest
  @MethodSource("staleConnections")
  void idleConnectionThatEndedCostsTheNextMailNothing(Consumer<FakeSmtpServer> script) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Mailer mailer = Postman.to(server).open()) {
      script.accept(server);
      assertThat(Postman.send(mailer).outcome()).isEqualTo(Outcome.ACCEPTED);

      RecipientResult second = Postman.send(mailer);

      assertThat(second.outcome()).as("%s", second).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.mails()).hasSize(2);
      server.requireNoViolations();
    }
  }

  @Test
  void limitOfMessagesPerConnectionAddsNoRetry() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().maxMessages(2).start();
        Mailer mailer = Postman.to(server).open()) {
      for (int i = 0; i < 7; i++) {
        RecipientResult result = Postman.send(mailer);
        assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.ACCEPTED);
      }
      assertThat(server.mails())
          .extracting(ReceivedMail::connection)
          .containsExactly(1, 1, 2, 2, 3, 3, 4);
      server.requireNoViolations();
    }
  }

  static Stream<Consumer<SmtpRule>> farewells() {
    return Stream.of(SmtpRule::hang, SmtpRule::close, SmtpRule::reset, r -> r.reply("421 no"));
  }

  @ParameterizedTest
  @MethodSource("farewells")
  void farewellThatFailsDelaysNoOtherMail(Consumer<SmtpRule> farewell) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Mailer mailer =
            Postman.to(server)
                .set(CoreKeys.POOL_CONNECTIONS, 1)
                .set(CoreKeys.POOL_MESSAGES, 1)
                // nobody may wait for it: a minute would end the test
                .set(CoreKeys.COMMAND_TIMEOUT, Duration.ofMinutes(3))
                .open()) {
      farewell.accept(server.at(SmtpStep.QUIT));
      for (int i = 0; i < 3; i++) {
        assertThat(Postman.send(mailer).outcome()).isEqualTo(Outcome.ACCEPTED);
      }
      assertThat(server.mails()).hasSize(3);
    }
  }
}
