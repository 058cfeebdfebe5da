package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLayoutTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nERROR forged",
        "a\r\nforged",
        "a\u001b[2Jgone",
        "a\u2028b",
        "a\u202eb",
        "a\0b"
      })
  void nobodyForgesALineOrTurnsTheTerminal(String message) {
    String shown = LogLayout.escaped(message);

    assertThat(shown).startsWith("a\\u");
    assertThat(shown.chars().noneMatch(Character::isISOControl)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"plain,plain", "Grüße 日本,Grüße 日本"})
  void ordinaryTextStays(String message, String shown) {
    assertThat(LogLayout.escaped(message)).isEqualTo(shown);
  }
}
