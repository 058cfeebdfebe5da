package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  @Test
  void everyKindOfValueIsRead() {
    assertThat(
            JsonReader.object(
                " {\"a\":\"x\\n\\u00e9\\\"\", \"b\" : [1, -2.5e1,{\"c\":[]}],\n"
                    + "\"d\":true,\"e\":false,\"f\":null,\"g\":{}} "))
        .isEqualTo(
            Map.of(
                "a",
                "x\né\"",
                "b",
                List.of(new BigDecimal("1"), new BigDecimal("-2.5e1"), Map.of("c", List.of())),
                "d",
                true,
                "e",
                false,
                "g",
                Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":null,\"a\":2}",
        "{\"a\":01}",
        "{\"a\":1e99999}",
        "{\"a\":\"x}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\n\"}",
        "{a:1}",
        "{} {}"
      })
  void whatIsNoObjectIsRefused(String text) {
    assertThatThrownBy(() -> JsonReader.object(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void depthIsBounded() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThatThrownBy(() -> JsonReader.object(deep)).hasMessageContaining("less depth");
  }
}
