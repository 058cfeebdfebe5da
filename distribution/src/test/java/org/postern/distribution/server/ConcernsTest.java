package org.postern.distribution.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.auth.open.OpenProvider;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingKey;
import org.postern.core.vitals.Ending;
import org.postern.core.vitals.MailerStatus;
import org.postern.distribution.watch.Condition;
import org.postern.distribution.watch.LoginProbe;
import org.postern.distribution.watch.Severity;
import org.postern.distribution.wiring.AlertKeys;
import org.postern.distribution.wiring.BundleKeys;
import org.postern.relay.DeliveryStatus;
import org.postern.relay.DeliveryTotals;
import org.postern.relay.SmtpListener;
import org.postern.spool.Queue;

/** What is worth a warning, and how bad it is. */
class ConcernsTest {

  private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");

  private Optional<String> held = Optional.empty();
  private Optional<Instant> lastSuccess = Optional.empty();
  private Optional<Instant> dayFull = Optional.empty();
  private Optional<Instant> dayRenews = Optional.empty();
  private Optional<Queue.Counts> queue = Optional.of(counts(0, Optional.empty()));
  private Optional<Instant> behind = Optional.empty();
  private Optional<String> fault = Optional.empty();
  private LoginProbe.Status probe = new LoginProbe.Status(Optional.empty(), 0, 0);
  private OptionalLong free = OptionalLong.of(1L << 40);
  private List<Path> changed = List.of();
  private List<Ending> endings = List.of();
  private Duration silence = Duration.ZERO;

  @Test
  void nothingIsWrongWithAServerThatIsWell() {
    endings = List.of(new Ending("client secret", NOW.plus(Duration.ofDays(31)), "renew it"));
    assertThat(concerns()).isEmpty();
  }

  @Test
  void aHeldRouteMustLast() {
    held = Optional.of("535 no");
    assertThat(only("route-held", Severity.ERROR).after()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void mailMayWaitForAnHourAndThenItIsAnErrorOnlyWhereNoneWasDeliveredSinceItCame() {
    queue = Optional.of(counts(0, Optional.of(NOW.minus(Duration.ofMinutes(59)))));
    behind = queue.get().oldest();
    assertThat(concerns()).isEmpty();
    queue = Optional.of(counts(0, Optional.of(NOW.minus(Duration.ofMinutes(61)))));
    Condition late = only("mail-old", Severity.WARNING);
    assertThat(late.text()).contains("the oldest for 1h", "while mail is delivered");
    behind = queue.get().oldest();
    Condition stuck = only("mail-old", Severity.ERROR);
    assertThat(stuck.text()).contains("waits for 1h", "none was delivered since");
    assertThat(stuck.grade()).as("told at once").isGreaterThan(late.grade());
  }

  @Test
  void deadMailGetsWorseEachTimeItDoubles() {
    int grade = 0;
    for (int dead = 1; dead <= 64; dead *= 2) {
      queue = Optional.of(counts(dead, Optional.empty()));
      int next = only("dead-mail", Severity.WARNING).grade();
      assertThat(next).isGreaterThan(grade);
      grade = next;
    }
    queue = Optional.of(counts(127, Optional.empty()));
    assertThat(only("dead-mail", Severity.WARNING).grade()).isEqualTo(grade);
  }

  @Test
  void aProbeThatFailedCountsUntilAMailGotThrough() {
    LoginProbe.Result failed = new LoginProbe.Result(NOW.minusSeconds(60), false, "535 no");
    probe = new LoginProbe.Status(Optional.of(failed), 0, 1);
    assertThat(only("login-probe", Severity.ERROR).text()).contains("535 no");
    lastSuccess = Optional.of(NOW.minusSeconds(30));
    assertThat(concerns()).isEmpty();
  }

  @Test
  void silenceIsAConcernWhereTheSettingsSaySo() {
    lastSuccess = Optional.of(NOW.minus(Duration.ofDays(10)));
    assertThat(concerns()).isEmpty();
    silence = Duration.ofDays(2);
    assertThat(only("no-success", Severity.ERROR).text()).contains("10d");
    lastSuccess = Optional.of(NOW.minus(Duration.ofDays(1)));
    assertThat(concerns()).isEmpty();
  }

  @Test
  void aDiskThatFillsIsAWarningAndOneThatIsFullAnError() {
    free = OptionalLong.of(500L << 20);
    Condition low = only("disk-low", Severity.WARNING);
    free = OptionalLong.of(50L << 20);
    assertThat(only("disk-low", Severity.ERROR).grade()).isGreaterThan(low.grade());
    free = OptionalLong.empty();
    assertThat(concerns()).isEmpty();
  }

  @Test
  void aSpoolThatDoesNotAnswerIsAnErrorAndCountsOfItAreNotGuessed() {
    queue = Optional.empty();
    fault = Optional.of("the disk is gone");
    assertThat(only("spool-unusable", Severity.ERROR).text()).contains("the disk is gone");
  }

  @Test
  void aSpoolThatAnswersAndKeepsNoMailIsAnErrorToo() {
    fault = Optional.of("spool.db is read-only");
    assertThat(only("spool-unusable", Severity.ERROR).text())
        .isEqualTo("no mail is taken: spool.db is read-only");
  }

  @Test
  void aDiskWithoutRoomIsToldOfOnce() {
    free = OptionalLong.of(50L << 20);
    fault = Optional.of("the disk has 50 MB left");
    only("disk-low", Severity.ERROR);
  }

  @Test
  void settingsMayBeEditedForAWhile() {
    changed = List.of(Path.of("is.properties"));
    Condition edited = only("settings-changed", Severity.WARNING);
    assertThat(edited.after()).isEqualTo(Duration.ofMinutes(10));
    assertThat(edited.remedy()).contains("postern reload");
  }

  @Test
  void aFullDayIsToldAhead() {
    dayFull = Optional.of(Instant.parse("2026-11-24T15:40:00Z"));
    assertThat(only("day-full", Severity.WARNING).text()).contains("2026-11-24 15:40 UTC");
  }

  @Test
  void aDayThatIsUsedUpIsWorseAndSaysUntilWhenMailWaits() {
    dayFull = Optional.of(Instant.parse("2026-11-24T15:40:00Z"));
    int foretold = only("day-full", Severity.WARNING).grade();
    dayFull = Optional.empty();
    dayRenews = Optional.of(Instant.parse("2026-11-25T03:10:00Z"));
    Condition usedUp = only("day-full", Severity.WARNING);
    assertThat(usedUp.text()).contains("mail waits until 2026-11-25 03:10 UTC");
    assertThat(usedUp.grade()).isGreaterThan(foretold);
  }

  @Test
  void anEndIsToldAtEachOfTheDaysAndIsAnErrorWhenItHasCome() {
    int grade = 0;
    for (int days : List.of(30, 14, 7, 3, 1)) {
      endings = List.of(new Ending("client secret", NOW.plus(Duration.ofDays(days)), "renew it"));
      Condition ahead = only("ending:client secret", Severity.WARNING);
      assertThat(ahead.grade()).isGreaterThan(grade);
      assertThat(ahead.repeats()).isFalse();
      grade = ahead.grade();
    }
    endings = List.of(new Ending("client secret", NOW.minusSeconds(1), "renew it"));
    Condition ended = only("ending:client secret", Severity.ERROR);
    assertThat(ended.grade()).isGreaterThan(grade);
    assertThat(ended.repeats()).isTrue();
  }

  @Test
  void whatOthersRenewIsToldLate() {
    Duration week = Duration.ofDays(7);
    endings = List.of(new Ending("certificate", NOW.plus(Duration.ofDays(8)), "wait", week));
    assertThat(concerns()).isEmpty();
    endings = List.of(new Ending("certificate", NOW.plus(Duration.ofDays(6)), "wait", week));
    only("ending:certificate", Severity.WARNING);
  }

  private Condition only(String id, Severity severity) {
    assertThat(concerns()).singleElement().extracting(Condition::id).isEqualTo(id);
    assertThat(concerns().get(0).severity()).isEqualTo(severity);
    return concerns().get(0);
  }

  private List<Condition> concerns() {
    DeliveryStatus delivery =
        new DeliveryStatus(
            0,
            held,
            Optional.empty(),
            Optional.empty(),
            lastSuccess,
            dayFull,
            dayRenews,
            DeliveryTotals.NONE);
    Watched watched = new Watched(endings, probe, List.of(), Set.of(), Map.of(), free, changed);
    ServerStatus status =
        new ServerStatus(
            NOW.minus(Duration.ofDays(1)),
            false,
            List.of(),
            new SmtpListener.Status(0, 0, 0, 0, 0, 0, 0, 0),
            delivery,
            MailerStatus.NONE,
            queue,
            behind,
            fault,
            Optional.empty(),
            watched);
    SettingKey<Duration> key = AlertKeys.NO_SUCCESS_AFTER;
    MailSettings settings =
        MailSettings.builder(List.of(new OpenProvider()), BundleKeys.all())
            .set(CoreKeys.HOST, "localhost")
            .set(key, silence)
            .build();
    return Concerns.of(status, settings.values(), NOW);
  }

  private static Queue.Counts counts(long dead, Optional<Instant> oldest) {
    return new Queue.Counts(oldest.isPresent() ? 1 : 0, 0, 0, 0, dead, oldest);
  }
}
