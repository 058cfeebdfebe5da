package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a provider allows is kept to. */
class PaceTest {

  private static final OptionalInt ANY = OptionalInt.empty();

  private final Pages pages = new Pages(Instant.parse("2026-12-01T12:00:00Z"));

  @Test
  void noMinuteHasMoreThanAllowedAndNoneIsWasted() {
    Pace pace = pace(OptionalInt.of(30), ANY);
    int sent = 0;
    Duration waited = Duration.ZERO;
    while (waited.compareTo(Duration.ofMinutes(3)) < 0) {
      Duration wait = pace.take(1);
      if (wait.isZero()) {
        sent++;
      } else {
        waited = waited.plus(wait);
        pass(wait);
      }
    }
    assertThat(sent).isEqualTo(90);
  }

  @Test
  void aRestartDoesNotBeginWithAFreshMinute() {
    Pace before = pace(OptionalInt.of(3), OptionalInt.of(1000));
    for (int i = 0; i < 3; i++) {
      assertThat(before.take(1)).isZero();
    }
    before.rest();
    pass(Duration.ofSeconds(1));

    assertThat(pace(OptionalInt.of(3), OptionalInt.of(1000)).take(1)).isPositive();
  }

  @Test
  void theSpoolIsWrittenToOnceASecondAtMost() {
    Pace pace = pace(ANY, OptionalInt.of(1000));
    for (int i = 0; i < 10; i++) {
      pace.take(1);
      pace.saveNowAndThen();
      pass(Duration.ofMillis(250));
    }
    assertThat(pages.written).isEqualTo(3);
  }

  @Test
  void aDayHasNoMoreRecipientsThanAllowedOverARestartToo() {
    Pace before = pace(ANY, OptionalInt.of(100));
    assertThat(before.take(60)).isZero();
    before.rest();
    Pace after = pace(ANY, OptionalInt.of(100));
    assertThat(after.take(40)).isZero();

    Duration wait = after.take(1);

    assertThat(wait).isBetween(Duration.ofHours(24), Duration.ofHours(24).plusMinutes(10));
    pass(wait.minusSeconds(1));
    assertThat(after.take(1)).isPositive();
    pass(Duration.ofSeconds(1));
    assertThat(after.take(1)).isZero();
  }

  @Test
  void aMailThatDidNotGoAfterAllIsNotCounted() {
    Pace pace = pace(OptionalInt.of(1), OptionalInt.of(10));
    assertThat(pace.take(10)).isZero();

    pace.giveBack(10);

    assertThat(pace.today()).isZero();
    assertThat(pace.take(10)).isZero();
    assertThat(pace.take(1)).isPositive();
  }

  @Test
  void whatIsGivenBackLaterIsMissingNowhere() {
    Pace pace = pace(ANY, OptionalInt.of(10));
    assertThat(pace.take(6)).isZero();
    pass(Duration.ofMinutes(30));

    pace.giveBack(6);
    assertThat(pace.today()).isZero();
    assertThat(pace.take(10)).isZero();
    pass(Duration.ofHours(24).minusMinutes(10));
    assertThat(pace.today()).isEqualTo(10);
    assertThat(pace.take(1)).isPositive();
  }

  @Test
  void aMailForMoreThanADaysRecipientsGoesWhenTheDayIsEmpty() {
    Pace pace = pace(ANY, OptionalInt.of(10));
    assertThat(pace.take(5)).isZero();
    Duration wait = pace.take(50);
    assertThat(wait).isPositive();
    pass(wait);
    assertThat(pace.take(50)).isZero();
  }

  @Test
  void theEndOfTheDaysRecipientsIsForetold() {
    Pace pace = pace(ANY, OptionalInt.of(1000));
    assertThat(pace.fullAt()).isEmpty();
    assertThat(pace.take(600)).isZero();

    assertThat(pace.fullAt().orElseThrow()).isEqualTo(pages.now().plus(Duration.ofMinutes(40)));
  }

  @Test
  void aDayThatIsUsedUpSaysWhenItRenewsAndForetellsNothing() {
    Pace pace = pace(ANY, OptionalInt.of(100));
    assertThat(pace.take(60)).isZero();
    assertThat(pace.renewsAt()).isEmpty();
    Instant first = Instant.parse("2026-12-02T12:10:00Z");
    pass(Duration.ofHours(2));
    assertThat(pace.take(40)).isZero();

    assertThat(pace.fullAt()).isEmpty();
    assertThat(pace.renewsAt()).hasValue(first);
    pass(Duration.ofHours(20));
    assertThat(pace.renewsAt()).hasValue(first);
    assertThat(pages.now().plus(pace.take(1))).isEqualTo(first);
    pages.now(first);
    assertThat(pace.renewsAt()).isEmpty();
    assertThat(pace.take(1)).isZero();
  }

  @Test
  void aLowerLimitMayMakeTheDayUsedUpAndAHigherOneEndsThat() {
    Pace pace = pace(ANY, OptionalInt.of(100));
    pace.take(60);
    pace.limit(ANY, OptionalInt.of(50));
    assertThat(pace.renewsAt()).isPresent();
    pace.limit(ANY, OptionalInt.of(61));
    assertThat(pace.renewsAt()).isEmpty();
    pace.limit(ANY, ANY);
    assertThat(pace.renewsAt()).isEmpty();
  }

  @Test
  void aServerThatWantsLessGetsHalfForTenMinutes() {
    Pace pace = pace(OptionalInt.of(20), ANY);
    for (int i = 0; i < 20; i++) {
      pace.take(1);
    }
    pace.slowDown();
    pace.slowDown(); // of the same burst
    pass(Duration.ofMinutes(1));
    int sent = 0;
    while (pace.take(1).isZero()) {
      sent++;
    }
    assertThat(sent).isEqualTo(10);
    pass(Duration.ofMinutes(10));
    while (pace.take(1).isZero()) {
      sent++;
    }
    assertThat(sent).isEqualTo(30);
  }

  @Test
  void aClockThatWasAheadDoesNotKeepMailBack() {
    pass(Duration.ofDays(30));
    Pace ahead = pace(ANY, OptionalInt.of(10));
    ahead.take(10);
    ahead.rest();
    pages.now(pages.now().minus(Duration.ofDays(30)));

    assertThat(pace(ANY, OptionalInt.of(10)).take(10)).isZero();
  }

  @Test
  void thatTheServerWantsLessIsRememberedOverARestart() {
    Pace before = pace(ANY, ANY);
    before.saveNowAndThen();
    for (int i = 0; i < 20; i++) {
      assertThat(before.take(1)).isZero();
    }
    before.slowDown();
    before.rest();
    pass(Duration.ofMinutes(2));

    Pace after = pace(ANY, ANY);
    int sent = 0;
    while (after.take(1).isZero()) {
      sent++;
    }
    assertThat(sent).isEqualTo(10);
    pass(Duration.ofMinutes(8));
    for (int i = 0; i < 50; i++) {
      assertThat(after.take(1)).isZero();
    }
  }

  @Test
  void whatComesInGoesStraightOnlyWhereThatCostsNoLookAtTheSpool() {
    Pace pace = pace(OptionalInt.of(3), OptionalInt.of(10));
    assertThat(pace.tryTake(1)).isFalse();
    assertThat(pages.written).isZero();

    assertThat(pace.take(1)).isZero();
    assertThat(pace.tryTake(1)).isTrue();
    assertThat(pages.written).isEqualTo(1);
  }

  @Test
  void aPageThatNobodyCanReadCostsACountAndNoMail() {
    pages.write("pace", "strange\nnode x\n9999999999999999999999 1\n" + "slow");

    assertThat(pace(OptionalInt.of(1), OptionalInt.of(1)).take(1)).isZero();
  }

  private Pace pace(OptionalInt perMinute, OptionalInt perDay) {
    return pages.pace(perMinute, perDay, 0);
  }

  private void pass(Duration time) {
    pages.pass(time);
  }
}
