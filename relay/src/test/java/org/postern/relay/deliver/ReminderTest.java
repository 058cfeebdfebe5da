package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReminderTest {

  private long now = -5;
  private final Reminder reminder = new Reminder(() -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void whatComesEachSecondIsToldAtGrowingDistances() {
    List<Integer> told = new ArrayList<>();
    for (int second = 0; second < 2000; second++) {
      if (reminder.tells("the disk is full")) {
        told.add(second);
      }
      pass(Duration.ofSeconds(1));
    }
    assertThat(told).containsExactly(0, 1, 11, 71, 671, 1271, 1871);
  }

  @Test
  void anotherFaultIsToldAtOnceAndOtherNumbersAreNoOther() {
    assertThat(reminder.tells("7 MB are free")).isTrue();
    assertThat(reminder.tells("6 MB are free")).isFalse();
    assertThat(reminder.tells("the folder is gone")).isTrue();
    assertThat(reminder.tells("the folder is gone")).isFalse();
  }

  @Test
  void afterThingsHaveWorkedItIsToldAtOnce() {
    assertThat(reminder.over()).isEmpty();
    reminder.tells("the disk is full");
    pass(Duration.ofMinutes(2));
    reminder.tells("the folder is gone");

    assertThat(reminder.over()).contains(Duration.ofMinutes(2));
    assertThat(reminder.over()).isEmpty();
    assertThat(reminder.tells("the folder is gone")).isTrue();
  }
}
