package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.core.smtp.Stage.AUTH;
import static org.postern.core.smtp.Stage.MAIL;
import static org.postern.testkit.faults.Sessions.PASSWORD_SERVER;
import static org.postern.testkit.faults.Sessions.STARTTLS_SERVER;
import static org.postern.testkit.faults.Sessions.TOKEN_SERVER;
import static org.postern.testkit.faults.Sessions.by;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.Mailer;
import org.postern.core.settings.CoreKeys;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpSession;
import org.postern.testkit.SmtpStep;

/** The failure matrix, section 3.2: AUTH. */
class LoginFaultsTest {

  static Stream<Row> auth() {
    UnaryOperator<Postman> soon =
        postman -> by(Login.password()).apply(postman).soonAfterOthers(CoreKeys.COMMAND_TIMEOUT);
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
        cause("535 5.7.57 Client not authenticated to send mail.", "oauth mode"),
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

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "{0}")
  @MethodSource("auth")
  void loginThatFails(Row row) {
    row.play();
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "{0}")
  @MethodSource("auth")
  void loginThatFailsIsFollowedByNoMailAndNoOtherSecret(Row row) {
    try (FakeSmtpServer server = row.server().apply(FakeSmtpServer.builder()).start()) {
      row.script().accept(server);
      row.sender().apply(Postman.to(server)).send();

      assertThat(server.awaitIdle(Duration.ofMinutes(1))).isTrue();
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
}
