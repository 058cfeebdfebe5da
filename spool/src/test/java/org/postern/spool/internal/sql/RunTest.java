package org.postern.spool.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunTest {

  @Test
  void numbersThatFollowEachOtherAreOneAndAnyGapBeginsAnother() {
    assertThat(Run.of(Set.of(9, 0, 1, 2, 7, 8, 4)))
        .containsExactly(new Run(0, 2), new Run(4, 4), new Run(7, 9));
    assertThat(Run.of(List.of(3, 3, 4))).containsExactly(new Run(3, 4));
    assertThat(Run.of(Set.of())).isEmpty();
  }
}
