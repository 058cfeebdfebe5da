package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.core.ConnectionReport;
import org.postern.core.Mailer;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.Stage;
import org.postern.testkit.FakeSmtpServer;

/** A probe finds at the same stage whatever would stop a mail before MAIL, and sends none. */
class ProbeFaultsTest {

  static Stream<Row> rows() {
    return Stream.of(
            ConnectingFaultsTest.banner(),
            ConnectingFaultsTest.certificates(),
            ConnectingFaultsTest.tls(),
            EhloFaultsTest.ehlo(),
            StartTlsFaultsTest.startTls(),
            LoginFaultsTest.auth())
        .flatMap(rows -> rows)
        .filter(row -> !row.expected().stages().contains(Stage.MAIL));
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void probeFindsTheFaultAndSendsNoMail(Row row) {
    try (FakeSmtpServer server = row.server().apply(FakeSmtpServer.builder()).start();
        Mailer mailer = row.sender().apply(Postman.to(server)).open()) {
      row.script().accept(server);
      ConnectionReport report = mailer.probe();

      boolean harmless = row.expected().outcome() == Outcome.ACCEPTED;
      assertThat(report.ok()).as("%s", report).isEqualTo(harmless);
      assertThat(report.fault().map(ConnectionReport.Step::stage).stream())
          .allMatch(row.expected().stages()::contains);
      assertThat(report.fault().map(ConnectionReport.Step::explanation).orElse(""))
          .containsIgnoringCase(row.expected().says());
      assertThat(report.toString()).doesNotContain(Login.PASSWORD, Login.FRESH, Login.STALE);
      assertThat(server.awaitIdle(Duration.ofMinutes(1))).isTrue();
      assertThat(server.sessions()).allMatch(session -> !session.verbs().contains("MAIL"));
    }
  }
}
