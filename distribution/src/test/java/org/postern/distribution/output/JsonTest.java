package org.postern.distribution.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void valuesOfAllKindsAreWritten() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("text", "a \"b\" \\ \n\t\u0001 ü");
    map.put("list", List.of(1, true));
    map.put("absent", Optional.empty());
    map.put("present", Optional.of(2));

    assertThat(Json.of(map))
        .isEqualTo(
            "{\"text\":\"a \\\"b\\\" \\\\ \\n\\u0009\\u0001 ü\","
                + "\"list\":[1,true],\"absent\":null,\"present\":2}");
  }

  @Test
  void aMomentHasAlwaysTheSameForm() {
    assertThat(Json.of(Instant.parse("2026-11-24T03:00:00Z")))
        .isEqualTo("\"2026-11-24T03:00:00.000Z\"");
    assertThat(Json.of(Instant.parse("2026-11-24T03:00:00.123456789Z")))
        .isEqualTo("\"2026-11-24T03:00:00.123Z\"");
  }

  @Test
  void charactersBeyondTheBasicPlaneAreSurrogatePairs() {
    assertThat(Json.of("\uD83D\uDE00")).isEqualTo("\"\\ud83d\\ude00\"");
  }
}
