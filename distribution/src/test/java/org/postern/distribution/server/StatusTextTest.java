package org.postern.distribution.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusTextTest {

  /** A name that is added to the status and forgotten in the lists of kinds fails here. */
  @Test
  void whatIsANumberABooleanOrAMomentIsOneForPrograms() throws IOException {
    Map<String, String> status = StatusText.parse(StatusText.of(MonitoringFilesTest.known()));
    assertThat(status).containsKeys("accepted", "stopping", "since", "next_try", "warning.0.since");

    status.forEach(
        (name, text) -> {
          Object value = StatusText.typed(name.substring(name.lastIndexOf('.') + 1), text);
          assertThat(value.getClass()).as(name + "=" + text).isEqualTo(kind(text));
        });
  }

  private static Class<?> kind(String text) {
    if (text.matches("-?\\d+")) {
      return Long.class;
    }
    if (text.matches("true|false")) {
      return Boolean.class;
    }
    return text.matches("\\d{4}-\\d\\d-\\d\\dT.*Z") ? Instant.class : String.class;
  }
}
