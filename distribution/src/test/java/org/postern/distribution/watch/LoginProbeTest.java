package org.postern.distribution.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.auth.basic.BasicKeys;
import org.postern.auth.basic.BasicProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.TlsMode;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestCa;
import org.postern.testkit.TestClock;

/** Probes of a real dialogue, at times that the test makes. */
class LoginProbeTest {

  private static final TestCa CA = TestCa.create();
  private static final Duration EVERY = Duration.ofMinutes(15);

  private final AtomicInteger told = new AtomicInteger();
  private final TestClock clock = TestClock.standing(Instant.parse("2026-11-24T03:00:00Z"));
  private final LoginProbe probe = new LoginProbe(clock, Runnable::run);
  private FakeSmtpServer server;
  private Mailer mailer;

  @BeforeEach
  void start() {
    server =
        FakeSmtpServer.builder().startTls(CA.localhost()).user("app@example.com", "pass").start();
    MailSettings settings =
        MailSettings.builder(List.of(new BasicProvider()))
            .set(CoreKeys.HOST, server.host())
            .set(CoreKeys.PORT, server.port())
            .set(CoreKeys.SCHEME, "basic")
            .set(CoreKeys.TLS_MODE, TlsMode.STARTTLS)
            .set(CoreKeys.USER, "app@example.com")
            .set(BasicKeys.PASSWORD, Secret.of("pass"))
            .build();
    mailer = Mailer.open(settings, AuthStrategies.of(new BasicProvider()), CA.trustingContext());
  }

  @AfterEach
  void stop() {
    mailer.close();
    server.close();
  }

  @Test
  void itLogsInWithoutMailWhenNoneHasGoneOutForAWhile() {
    for (int minute = 0; minute < 60; minute++) {
      clock.pass(Duration.ofMinutes(1));
      look(Optional.empty(), false);
    }
    assertThat(probe.status().worked()).isEqualTo(4);
    assertThat(probe.status().last().orElseThrow().ok()).isTrue();
    assertThat(told).hasValue(4);
    assertThat(server.sessions()).hasSize(4).allMatch(s -> s.verbs().contains("AUTH"));
    assertThat(server.sessions()).allMatch(session -> !session.verbs().contains("MAIL"));
  }

  @Test
  void mailThatGoesOutMakesItNeedless() {
    for (int minute = 0; minute < 60; minute++) {
      clock.pass(Duration.ofMinutes(1));
      look(Optional.of(clock.instant().minusSeconds(600)), false);
    }
    assertThat(server.sessions()).isEmpty();
  }

  @Test
  void whileMailTriesAHeldWayItKeepsStill() {
    for (int minute = 0; minute < 60; minute++) {
      clock.pass(Duration.ofMinutes(1));
      look(Optional.empty(), true);
    }
    assertThat(server.sessions()).isEmpty();
  }

  @Test
  void aFailureIsToldWithItsRemedyAndRepeatedLessAndLessOften() {
    server.at(SmtpStep.AUTH).reply("535 5.7.8 no");
    for (int minute = 0; minute < 15 + 30 + 60 + 60; minute++) {
      clock.pass(Duration.ofMinutes(1));
      look(Optional.empty(), false);
    }
    assertThat(probe.status().failed()).isEqualTo(4);
    LoginProbe.Result last = probe.status().last().orElseThrow();
    assertThat(last.ok()).isFalse();
    assertThat(last.text()).contains("535 5.7.8 no").doesNotContain("pass\"");
    assertThat(told).hasValue(0);
  }

  @Test
  void changedSettingsAreTriedAtOnceWhereItHadFailed() {
    server.at(SmtpStep.AUTH).once().reply("535 5.7.8 no");
    clock.pass(Duration.ofMinutes(15));
    look(Optional.empty(), false);
    clock.pass(Duration.ofMinutes(1));
    look(Optional.empty(), false);
    assertThat(probe.status().failed()).isEqualTo(1);
    probe.settingsChanged();
    look(Optional.empty(), false);
    assertThat(probe.status().worked()).isEqualTo(1);
    probe.settingsChanged();
    look(Optional.empty(), false);
    assertThat(server.sessions()).hasSize(2);
  }

  @Test
  void zeroSwitchesItOff() {
    clock.pass(Duration.ofMinutes(600));
    probe.look(Duration.ZERO, Optional.empty(), false, mailer, told::incrementAndGet);
    assertThat(server.sessions()).isEmpty();
  }

  private void look(Optional<Instant> lastSuccess, boolean mailTries) {
    probe.look(EVERY, lastSuccess, mailTries, mailer, told::incrementAndGet);
  }
}
