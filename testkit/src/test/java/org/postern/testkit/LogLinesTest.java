package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What is heard of a log. */
class LogLinesTest {

  private final Logger log = Logger.getLogger("org.example.part");

  @Test
  void linesAreHeardFromNowOnUntilClosedWithTheirValuesFilledIn() {
    log.warning("before");
    LogLines lines = LogLines.of("org.example");
    try (lines) {
      log.log(Level.WARNING, "{0} of {1}", new Object[] {"one", "two"});
      log.fine("not loud enough");
      log.info("last");
    }
    log.warning("after");

    assertThat(lines.all()).containsExactly("one of two", "last");
    assertThat(lines.text()).isEqualTo("one of two\nlast");
  }

  @Test
  void otherLogsAreNotHeard() {
    try (LogLines lines = LogLines.of("org.example.other")) {
      log.warning("elsewhere");
      assertThat(lines.all()).isEmpty();
    }
  }
}
