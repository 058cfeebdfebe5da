package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final Turns turns = new Turns(3);

  @Test
  void whoeverIsRefusedWhileOthersHaveTurnsWaitsForOneOfThem() throws InterruptedException {
    take(3);

    assertThat(turns.lower()).isTrue();
    turns.giveBack();
    assertThat(turns.lower()).isTrue();
    assertThat(turns.allowed()).isEqualTo(1);
    assertThat(turns.lower()).as("one is left, and another is under way").isTrue();
    assertThat(turns.allowed()).isEqualTo(1);
    turns.giveBack();

    assertThat(turns.take(Duration.ZERO)).as("the turn of the other").isFalse();
    turns.giveBack();
    assertThat(turns.take(Duration.ZERO)).isTrue();
  }

  @Test
  void toTheOnlyOneTheServerMeansSomethingElse() throws InterruptedException {
    take(1);

    assertThat(turns.lower()).isFalse();
    assertThat(turns.allowed()).isEqualTo(3);
  }

  private void take(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      assertThat(turns.take(Duration.ZERO)).isTrue();
    }
  }
}
