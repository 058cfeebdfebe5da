package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log gives lengths of time as people write them. */
class LapseTest {

  @ParameterizedTest
  @CsvSource({
    "PT-5S, 0 s",
    "PT0S, 0 s",
    "PT0.074S, 0.074 s",
    "PT0.0001S, 0 s",
    "PT59.9999S, 59.999 s",
    "PT12S, 12 s",
    "PT1M, 1 min",
    "PT2M3.5S, 2 min 3 s",
    "PT2H3M59S, 2 h 3 min",
    "PT24H, 1 d",
    "PT100H, 4 d 4 h"
  })
  void aLengthOfTimeHasItsTwoLargestUnits(Duration time, String shown) {
    assertThat(Lapse.shown(time)).isEqualTo(shown);
  }
}
