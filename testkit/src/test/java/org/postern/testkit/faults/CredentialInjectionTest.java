package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.SmtpSession;

/** Attacks by user names, passwords and tokens that would add fields to a login. */
class CredentialInjectionTest {

  static Stream<String> fieldEnds() {
    return Stream.of("\u0001", "\r", "\n", "\r\n", "\0");
  }

  @ParameterizedTest
  @MethodSource("fieldEnds")
  void userOrTokenThatInjectsFieldsIsNeverSent(String end) {
    neverSent(Login.token("u" + end + "auth=Bearer x", Login.FRESH));
    neverSent(Login.token(Login.USER, Login.FRESH + end + "host=evil.test"));
  }

  private static void neverSent(Login login) {
    try (FakeSmtpServer server =
        FakeSmtpServer.builder()
            .startTls(Postman.CA.localhost())
            .bearer((user, token) -> true)
            .start()) {
      RecipientResult result = Postman.to(server).tls(TlsMode.STARTTLS).login(login).send();

      assertThat(result.action()).as("%s", result).isEqualTo(Action.HOLD);
      assertThat(result.toString()).doesNotContain(Login.FRESH).matches("[^\\p{Cntrl}]*");
      assertThat(server.sessions())
          .flatExtracting(SmtpSession::verbs)
          .doesNotContain("AUTH", "MAIL");
    }
  }

  @ParameterizedTest
  @MethodSource("fieldEnds")
  void userOrPasswordArrivesAsItIsOrIsNeverSent(String end) {
    identicalLoginOrNone("u" + end + "x", "secret");
    identicalLoginOrNone("u", "sec" + end + "ret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00fc\u00e4", "a,b=c", "a b", "\u20ac", "%&+~/\\\""})
  void userOfAnySpellingArrivesAsItIs(String user) {
    assertThat(identicalLoginOrNone(user, "p" + user).outcome()).isEqualTo(Outcome.ACCEPTED);
    try (FakeSmtpServer server =
        FakeSmtpServer.builder()
            .startTls(Postman.CA.localhost())
            .bearer((name, token) -> name.equals(user))
            .start()) {
      RecipientResult result =
          Postman.to(server).tls(TlsMode.STARTTLS).login(Login.token(user, Login.FRESH)).send();
      assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.ACCEPTED);
    }
  }

  private static RecipientResult identicalLoginOrNone(String user, String password) {
    try (FakeSmtpServer server =
        FakeSmtpServer.builder()
            .startTls(Postman.CA.localhost())
            .user(user, password)
            .mechanisms("PLAIN")
            .start()) {
      RecipientResult result =
          Postman.to(server).tls(TlsMode.STARTTLS).login(Login.password(user, password)).send();

      server.requireNoViolations();
      if (result.outcome() != Outcome.ACCEPTED) {
        assertThat(result.action()).isEqualTo(Action.HOLD);
        assertThat(server.sessions()).flatExtracting(SmtpSession::verbs).doesNotContain("AUTH");
      }
      return result;
    }
  }
}
