package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.ResolvedMailers;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.diagnosis.Evidence;
import org.postern.core.examination.Finding;
import org.postern.core.examination.Mark;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.Stage;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestCa;

/** An examination calls the root of a trouble a fault, and what follows from it none. */
class ExaminationFaultsTest {

  private static final Optional<OutboundMessage> TRIAL =
      Optional.of(
          OutboundMessage.builder()
              .from(Postman.FROM.toString())
              .to(Postman.TO.toString())
              .subject("s")
              .text("t")
              .build());

  static Stream<Row> rows() {
    return ProbeFaultsTest.rows().filter(row -> row.expected().outcome() != Outcome.ACCEPTED);
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void theOnlyFaultIsWhereAProbeFindsItAndNoMailIsSent(Row row) {
    try (FakeSmtpServer server = row.server().apply(FakeSmtpServer.builder()).start();
        Mailer mailer = row.sender().apply(Postman.to(server)).open()) {
      row.script().accept(server);

      List<Finding> found = examined(mailer, Duration.ofMinutes(1));

      List<Finding> faults =
          found.stream().filter(finding -> finding.mark() == Mark.FAULT).toList();
      assertThat(faults).as("%s", found).hasSize(1);
      assertThat(row.expected().stages().stream().map(Evidence::stage))
          .contains(faults.get(0).stage());
      assertThat(faults.get(0).seen()).containsIgnoringCase(row.expected().says());
      assertThat(found).extracting(Finding::name).contains("login", "sender", "recipient");
      assertThat(found.toString()).doesNotContain(Login.PASSWORD, Login.FRESH, Login.STALE);
      assertThat(server.sessions()).allMatch(session -> !session.verbs().contains("DATA"));
    }
  }

  static Stream<Arguments> certificates() {
    return Stream.of(
        Arguments.of("tls.expired", issued().expired().build()),
        Arguments.of("tls.not-yet-valid", issued().notYetValid().build()),
        Arguments.of("tls.wrong-host", Postman.CA.issue("other.example.com").build()),
        Arguments.of("tls.self-signed", issued().selfSigned().build()),
        Arguments.of("tls.missing-intermediate", issued().withoutIntermediate().build()),
        Arguments.of("tls.unknown-root", TestCa.create("Stranger").localhost()),
        Arguments.of("tls.client-certificate-only", issued().clientOnlyEku().build()),
        Arguments.of("tls.common-name-only", issued().commonNameOnly().build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("certificates")
  void aCertificateAtFaultHasItsDiagnosis(String diagnosis, ServerIdentity identity) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().startTls(identity).start();
        Mailer mailer = Postman.to(server).tls(TlsMode.STARTTLS).open()) {
      List<Finding> found = examined(mailer, Duration.ofMinutes(1));

      Finding fault =
          found.stream().filter(one -> one.mark() == Mark.FAULT).findFirst().orElseThrow();
      assertThat(fault.name()).isEqualTo("tls");
      assertThat(fault.peer()).isPresent();
      assertThat(Diagnoses.builtIn().find(fault.evidence().orElseThrow()).map(Diagnosis::id))
          .contains(diagnosis);
    }
  }

  @Test
  void everyStepOfAGoodWayIsSeenInItsOrderAndTimed() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().startTls(Postman.CA.localhost()).start();
        Mailer mailer = Postman.to(server).tls(TlsMode.STARTTLS).open()) {
      List<Finding> found = examined(mailer, Duration.ofMinutes(1));

      assertThat(found).extracting(Finding::mark).containsOnly(Mark.GOOD);
      assertThat(found)
          .extracting(Finding::name)
          .containsExactly(
              "name",
              "connect",
              "banner",
              "ehlo",
              "starttls",
              "tls",
              "ehlo",
              "credentials",
              "sender",
              "recipient",
              "limits");
      assertThat(found).allMatch(finding -> !finding.took().isNegative());
      assertThat(server.mails()).isEmpty();
      server.requireNoViolations();
    }
  }

  @Test
  void aBlackHoleCostsNoMoreThanTheGivenPatience() throws IOException {
    try (BlackHole hole = BlackHole.on("127.0.0.1", 0);
        Mailer mailer = Postman.to("127.0.0.1", hole.port()).open()) {
      long before = System.nanoTime();

      List<Finding> found = examined(mailer, Duration.ofMillis(500));

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMinutes(1));
      assertThat(found)
          .filteredOn(one -> one.mark() == Mark.FAULT)
          .extracting(Finding::stage)
          .containsExactly(Evidence.stage(Stage.CONNECT));
    }
  }

  @Test
  void aServerThatFallsSilentAfterTheLoginIsNamedWhereItDid() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Mailer mailer = Postman.to(server).open()) {
      server.at(SmtpStep.RCPT).will(Reaction.hang());

      // long enough for the steps before, on a stalled machine too
      List<Finding> found = examined(mailer, Duration.ofSeconds(6));

      assertThat(found)
          .filteredOn(one -> one.mark() == Mark.FAULT)
          .extracting(Finding::name)
          .first()
          .isEqualTo("recipient");
    }
  }

  @Test
  void aNameServerThatDoesNotAnswerCostsNoMoreThanTheGivenPatience() {
    CountDownLatch never = new CountDownLatch(1);
    try (Mailer mailer =
        ResolvedMailers.open(
            Postman.to("mail.example.com", 25).settings(),
            AuthStrategies.of(Login.none()),
            Postman.CA.trustingContext(),
            host -> {
              try {
                never.await();
              } catch (InterruptedException asked) {
                Thread.currentThread().interrupt();
              }
              return List.of();
            })) {
      long before = System.nanoTime();

      List<Finding> found = examined(mailer, Duration.ofMillis(500));

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMinutes(1));
      assertThat(found).extracting(Finding::mark).startsWith(Mark.FAULT);
      assertThat(found.get(0).seen()).contains("the name has no address now");
    } finally {
      never.countDown();
    }
  }

  private static ServerIdentity.Builder issued() {
    return Postman.CA.issue("localhost", "127.0.0.1");
  }

  private static List<Finding> examined(Mailer mailer, Duration patience) {
    List<Finding> found = new ArrayList<>();
    mailer.examine(TRIAL, patience, found::add);
    return found;
  }
}
