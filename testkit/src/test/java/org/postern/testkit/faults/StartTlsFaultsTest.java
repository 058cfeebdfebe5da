package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.core.smtp.Stage.STARTTLS;
import static org.postern.core.smtp.Stage.TLS;
import static org.postern.testkit.faults.Sessions.BY_STARTTLS;
import static org.postern.testkit.faults.Sessions.STARTTLS_SERVER;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpRule;
import org.postern.testkit.SmtpStep;

/** The failure matrix, section 3.2: STARTTLS. */
class StartTlsFaultsTest {

  static Stream<Row> startTls() {
    return Stream.of(
            Row.when("STARTTLS: missing", s -> {}).isKept(STARTTLS),
            starttls("454", rule -> rule.reply("454 4.7.0 TLS not available")),
            starttls("502", rule -> rule.reply("502 5.5.1 no")),
            starttls("close", SmtpRule::close),
            starttls("reset", SmtpRule::reset),
            hang(),
            starttls("garbage", rule -> rule.will(Reaction.raw("ok, go on\r\n"))),
            starttls(
                "injected",
                rule -> rule.will(Reaction.raw("220 go\r\n250-mail.test\r\n250 AUTH PLAIN\r\n"))))
        .map(row -> row.sentBy(by(row.sender())));
  }

  private static Row hang() {
    return starttls("hang", SmtpRule::hang)
        .sentBy(postman -> postman.soonAfterOthers(CoreKeys.COMMAND_TIMEOUT));
  }

  private static UnaryOperator<Postman> by(UnaryOperator<Postman> sender) {
    return postman -> BY_STARTTLS.apply(sender.apply(postman));
  }

  private static Row starttls(String fault, Consumer<SmtpRule> reaction) {
    return Row.when("STARTTLS: " + fault, s -> reaction.accept(s.at(SmtpStep.STARTTLS)))
        .with(STARTTLS_SERVER)
        .isKept(STARTTLS, TLS);
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "{0}")
  @MethodSource("startTls")
  void startTlsThatFails(Row row) {
    row.play();
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "{0}")
  @MethodSource("startTls")
  void startTlsThatFailsSendsNothingButQuit(Row row) {
    try (FakeSmtpServer server = row.server().apply(FakeSmtpServer.builder()).start()) {
      row.script().accept(server);
      row.sender().apply(Postman.to(server)).login(Login.password()).send();

      assertThat(server.awaitIdle(Duration.ofMinutes(1))).isTrue();
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
}
