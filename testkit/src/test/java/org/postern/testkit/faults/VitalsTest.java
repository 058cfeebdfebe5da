package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.core.Mailer;
import org.postern.core.settings.TlsMode;
import org.postern.core.vitals.Latency;
import org.postern.core.vitals.MailerStatus;
import org.postern.core.vitals.Part;
import org.postern.core.vitals.PoolStatus;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.SmtpStep;

/** What a mailer says of itself, to whoever watches it. */
class VitalsTest {

  @Test
  void everyPartOfADeliveryIsTimedOnce() {
    try (FakeSmtpServer server =
            FakeSmtpServer.builder()
                .startTls(Postman.CA.localhost())
                .user(Login.USER, Login.PASSWORD)
                .start();
        Mailer mailer = Postman.to(server).tls(TlsMode.STARTTLS).login(Login.password()).open()) {
      assertThat(counts(mailer.vitals())).containsExactly(0, 0, 0, 0, 0);
      Postman.send(mailer);
      assertThat(counts(mailer.vitals())).containsExactly(1, 1, 1, 1, 1);
      Postman.send(mailer);
      MailerStatus status = mailer.vitals();
      assertThat(counts(status)).containsExactly(1, 1, 1, 2, 2);
      assertThat(status.pool().opened()).isEqualTo(1);
      assertThat(status.pool().idle()).isEqualTo(1);
      assertThat(status.pool().busy()).isZero();
      assertThat(seconds(status, Part.SEND))
          .isGreaterThanOrEqualTo(seconds(status, Part.TRANSACTION));
    }
  }

  @Test
  void whatDoesNotHappenIsNotTimedAndWhatFailsIsCountedAsASend() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Mailer mailer = Postman.to(server).open()) {
      server.at(SmtpStep.MAIL).reply("451 4.3.0 later");
      Postman.send(mailer);
      assertThat(counts(mailer.vitals())).containsExactly(1, 0, 0, 1, 1);
    }
  }

  @Test
  void theServersCertificateIsKnownFromTheFirstTlsOnAndByAProbeToo() {
    Instant end = Instant.now().plus(20, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    ServerIdentity identity =
        Postman.CA.issue("localhost").valid(Instant.now().minusSeconds(60), end).build();
    try (FakeSmtpServer server =
        FakeSmtpServer.builder().startTls(identity).user(Login.USER, Login.PASSWORD).start()) {
      Mailer mailer = Postman.to(server).tls(TlsMode.STARTTLS).login(Login.password()).open();
      assertThat(mailer.endings()).isEmpty();
      mailer.probe();
      mailer.close();
      assertThat(mailer.endings())
          .singleElement()
          .satisfies(
              ending -> {
                assertThat(ending.what()).isEqualTo("certificate of localhost");
                assertThat(ending.at()).isEqualTo(end);
              });
      assertThat(mailer.vitals().pool().opened()).isZero();
    }
  }

  @Test
  void countsOfAMailerThatWasPutAwayAreAdded() {
    Latency one = new Latency(counted(3), 0.5);
    MailerStatus old = new MailerStatus(Optional.empty(), pool(2), map(one));
    MailerStatus fresh = new MailerStatus(Optional.empty(), pool(5), map(one));
    MailerStatus both = fresh.countingToo(old);
    assertThat(both.pool().opened()).isEqualTo(7);
    assertThat(both.latencies().get(Part.SEND).count()).isEqualTo(6);
    assertThat(both.latencies().get(Part.SEND).seconds()).isEqualTo(1.0);
  }

  private static Map<Part, Latency> map(Latency latency) {
    return Map.of(Part.SEND, latency);
  }

  private static PoolStatus pool(long opened) {
    return new PoolStatus(0, 0, opened);
  }

  private static List<Long> counted(long first) {
    List<Long> counts = new ArrayList<>(Latency.NONE.counts());
    counts.set(0, first);
    return counts;
  }

  private static List<Integer> counts(MailerStatus status) {
    return List.of(Part.CONNECT, Part.TLS, Part.LOGIN, Part.TRANSACTION, Part.SEND).stream()
        .map(part -> (int) status.latencies().get(part).count())
        .toList();
  }

  private static double seconds(MailerStatus status, Part part) {
    return status.latencies().get(part).seconds();
  }
}
