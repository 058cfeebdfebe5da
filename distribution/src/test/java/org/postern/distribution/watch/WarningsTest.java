package org.postern.distribution.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarningsTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration CALM = Duration.ofMinutes(2);
  private static final Condition HELD =
      Condition.error("route-held", "all mail waits", "mend it").lasting(Duration.ofMinutes(5));

  private final Warnings warnings = new Warnings(List.of());
  private final List<String> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-24T03:00:00Z");

  @Test
  void oneMessageComesWhenItHasLastedAndOneAtItsEnd() {
    minutes(5, HELD);
    assertThat(told).isEmpty();
    minutes(60, HELD);
    assertThat(told).containsExactly("begin route-held");
    assertThat(warnings.open()).hasSize(1);
    assertThat(warnings.over()).isEmpty();
    minutes(2);
    assertThat(told).containsExactly("begin route-held");
    assertThat(warnings.over()).containsExactly("route-held");
    minutes(1);
    assertThat(told).containsExactly("begin route-held", "end route-held");
    minutes(60);
    assertThat(told).hasSize(2);
    assertThat(warnings.open()).isEmpty();
    assertThat(warnings.over()).isEmpty();
  }

  @Test
  void whatTheProcessBeforeWarnedOfCountsOnlyWhereTheFirstLookSeesItAgain() {
    minutes(6, HELD);
    Warnings stays = new Warnings(warnings.open());
    assertThat(stays.open()).hasSize(1);
    assertThat(stays.over()).containsExactly("route-held");
    assertThat(stays.look(List.of(HELD), now, DAY, CALM)).isEmpty();
    assertThat(stays.over()).isEmpty();

    Warnings mended = new Warnings(warnings.open());
    mended.look(List.of(), now, DAY, CALM);
    assertThat(mended.over()).containsExactly("route-held");
  }

  @Test
  void whatDoesNotLastIsNotTold() {
    for (int i = 0; i < 50; i++) {
      minutes(4, HELD);
      minutes(1);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void whatComesAndGoesIsOneWarning() {
    Condition full = Condition.warning("disk-low", "little is free", "make room");
    for (int i = 0; i < 100; i++) {
      minutes(1, full);
      minutes(1);
    }
    minutes(5);
    assertThat(told).containsExactly("begin disk-low", "end disk-low");
  }

  @Test
  void whatStaysIsRepeatedAtTheInterval() {
    minutes(3 * 24 * 60 + 10, Condition.warning("disk-low", "little is free", "make room"));
    assertThat(told)
        .containsExactly("begin disk-low", "repeat disk-low", "repeat disk-low", "repeat disk-low");
  }

  @Test
  void aHigherGradeIsToldAtOnceAndAFallbackIsNot() {
    Condition ending =
        Condition.warning("ending:client secret", "it ends", "renew it").toldOnceAGrade();
    minutes(60 * 24 * 5, ending.grade(1));
    assertThat(told).containsExactly("begin ending:client secret");
    minutes(60 * 24 * 5, ending.grade(2));
    assertThat(told).hasSize(2).last().isEqualTo("repeat ending:client secret");
    minutes(10, ending.grade(1));
    minutes(10, ending.grade(2));
    assertThat(told).hasSize(2);
    minutes(1, ending.grade(3));
    assertThat(told).hasSize(3);
  }

  @Test
  void aRestartRepeatsNothingAndTellsTheEnd() {
    minutes(10, HELD);
    Warnings after = new Warnings(warnings.open());
    now = now.plus(Duration.ofMinutes(1));
    assertThat(after.look(List.of(HELD), now, DAY, CALM)).isEmpty();
    now = now.plus(Duration.ofMinutes(1));
    assertThat(after.look(List.of(), now, DAY, CALM)).isEmpty();
    now = now.plus(Duration.ofMinutes(3));
    assertThat(after.look(List.of(), now, DAY, CALM))
        .extracting(Notice::event)
        .containsExactly(Notice.Event.END);
  }

  @Test
  void aClockThatWasSetBackDelaysNothingForLong() {
    minutes(10, HELD);
    now = now.minus(Duration.ofDays(300));
    minutes(1, HELD);
    minutes(5);
    assertThat(told).containsExactly("begin route-held", "end route-held");
    minutes(6, HELD);
    assertThat(told).hasSize(3);
  }

  private void minutes(int count, Condition... present) {
    for (int i = 0; i < count; i++) {
      for (Notice notice : warnings.look(List.of(present), now, DAY, CALM)) {
        told.add(notice.event().spelled() + " " + notice.condition().id());
      }
      now = now.plus(Duration.ofMinutes(1));
    }
  }
}
