package org.postern.distribution.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text format of Prometheus (version 0.0.4) as strictly as its description: HELP and TYPE
 * once and before the samples, which stand together; no series twice; the names of counters;
 * histograms whose buckets rise to their count.
 */
final class MetricsPage {

  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:[a-zA-Z_]\\w*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\",?)*})?"
              + " (NaN|[+-]?Inf|[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)");
  private static final Pattern BOUND = Pattern.compile(",?le=\"([^\"]*)\"");

  private final Map<String, String> types = new HashMap<>();
  private final Map<String, String> helps = new HashMap<>();
  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Map<String, Double> lastBucket = new HashMap<>();
  private String current = "";

  private MetricsPage() {}

  static MetricsPage read(String text) {
    MetricsPage page = new MetricsPage();
    assertThat(text).endsWith("\n");
    text.lines().forEach(page::line);
    page.buckets();
    return page;
  }

  /** The value of a series, as it is written: {@code name{label="value"}}. */
  Optional<Double> value(String series) {
    return Optional.ofNullable(samples.get(series));
  }

  /** The types by name. */
  Map<String, String> types() {
    return types;
  }

  private void line(String line) {
    if (line.startsWith("# HELP ")) {
      String[] parts = line.substring(7).split(" ", 2);
      assertThat(helps.put(parts[0], parts[1])).as("second HELP: %s", line).isNull();
      assertThat(parts[1]).as(line).isNotBlank();
    } else if (line.startsWith("# TYPE ")) {
      String[] parts = line.substring(7).split(" ");
      assertThat(parts[1]).as(line).isIn("counter", "gauge", "histogram");
      assertThat(types.put(parts[0], parts[1])).as("second TYPE: %s", line).isNull();
      assertThat(helps).as("HELP before: %s", line).containsKey(parts[0]);
      assertThat(parts[1].equals("counter")).as(line).isEqualTo(parts[0].endsWith("_total"));
      current = parts[0];
    } else {
      sample(line);
    }
  }

  private void sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    assertThat(sample.matches()).as(line).isTrue();
    String labels = Optional.ofNullable(sample.group(2)).orElse("");
    double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
    String suffix = sample.group(1).substring(Math.min(current.length(), sample.group(1).length()));
    assertThat(sample.group(1)).as("within its family: %s", line).startsWith(current);
    if (types.get(current).equals("histogram")) {
      assertThat(suffix).as(line).isIn("_bucket", "_sum", "_count");
      if (suffix.equals("_bucket")) {
        String series = current + BOUND.matcher(labels).replaceFirst("");
        assertThat(value)
            .as("rises: %s", line)
            .isGreaterThanOrEqualTo(lastBucket.getOrDefault(series, 0.0));
        lastBucket.put(series, value);
      }
    } else {
      assertThat(suffix).as(line).isEmpty();
    }
    if (types.get(current).equals("counter")) {
      assertThat(value).as(line).isNotNegative();
    }
    assertThat(samples.put(sample.group(1) + labels, value)).as("twice: %s", line).isNull();
  }

  /** The last one is that of +Inf, and the same as the count. */
  private void buckets() {
    lastBucket.forEach(
        (series, most) -> {
          int labels = series.indexOf('{');
          String count = series.substring(0, labels) + "_count" + series.substring(labels);
          assertThat(samples).as(series).containsEntry(count, most);
        });
  }
}
