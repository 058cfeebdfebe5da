package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.distribution.output.Sizes;

class TableTest {

  @Test
  void columnsStandUnderTheirHeadingsAndNumbersToTheRight() {
    assertThat(Table.of("ID", ">SIZE", "WHO").row("A", "5", "x").row("BBB", "10", "y").lines())
        .containsExactly("ID   SIZE  WHO", "A       5  x", "BBB    10  y");
  }

  @Test
  void theWidestCellsAreCutAndShortOnesStay() {
    List<String> lines =
        Table.of("ID", "A", "B").row("short", "a".repeat(100), "b".repeat(30)).lines();

    assertThat(lines.get(1)).hasSize(80).startsWith("short  aaa").contains("…").endsWith("bbb");
  }

  @Test
  void nobodyForgesALineOfTheTable() {
    assertThat(Table.of("A").row("x\ny\u001b[2J").lines().get(1)).isEqualTo("x\\u000ay\\u001b[2J");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999, 999",
    "1000, 1.0K",
    "4200, 4.1K",
    "10188, 9.9K",
    "10190, 10K",
    "52428800, 50M",
    "5368709120, 5.0G"
  })
  void bytesAreShort(long bytes, String shown) {
    assertThat(Sizes.bytes(bytes)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"PT-5S, 0s", "PT59S, 59s", "PT60S, 1m", "PT119M, 1h", "PT47H, 47h", "PT48H, 2d"})
  void timesAreShort(Duration time, String shown) {
    assertThat(Sizes.time(time)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0, 10, 0", "5, 10, 20", "10, 10, 40", "20, 10, 40"})
  void theBarIsFullWhenAllIsDoneAndNeverFuller(long done, long all, int cells) {
    assertThat(Progress.bar(done, all)).hasSize(42).containsPattern("^\\[#{" + cells + "}\\.*]$");
  }
}
