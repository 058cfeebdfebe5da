package org.postern.distribution.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.vitals.Ending;
import org.postern.core.vitals.Latency;
import org.postern.core.vitals.MailerStatus;
import org.postern.core.vitals.Part;
import org.postern.core.vitals.PoolStatus;
import org.postern.core.vitals.TokenStatus;
import org.postern.distribution.watch.Condition;
import org.postern.distribution.watch.LoginProbe;
import org.postern.distribution.watch.Roads;
import org.postern.distribution.watch.Warning;
import org.postern.relay.DeliveryStatus;
import org.postern.relay.DeliveryTotals;
import org.postern.relay.SmtpListener;
import org.postern.spool.Queue;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The alerts and the dashboard of the bundle, against what a server really prints. */
class MonitoringFilesTest {

  private static final Path FOLDER = Path.of("src/main/bundle/monitoring");
  private static final Instant NOW = Instant.parse("2026-11-24T04:00:00Z");
  private static final Pattern NAME = Pattern.compile("\\bpostern_[a-z_]+");
  private static final Pattern SELECTOR = Pattern.compile("\\b(postern_[a-z_]+)\\{([^}]*)}");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)(=~|!~|=)\"([^\"]*)\"");

  /** What Prometheus itself gives to all it scrapes. */
  private static final Set<String> GIVEN = Set.of("instance", "job");

  @ParameterizedTest
  @ValueSource(strings = {"postern-alerts.yml", "postern-dashboard.json"})
  void everyMetricThatIsUsedIsOneThatTheServerPrints(String file) throws IOException {
    List<String> page = page();
    List<String> expressions = new ArrayList<>();
    collect(parsed(file), "expr", expressions);
    assertThat(expressions).hasSizeGreaterThan(10);

    Set<String> printed = new TreeSet<>();
    page.forEach(line -> printed.add(line.replaceAll("[{ ].*", "")));
    for (String expression : expressions) {
      Matcher name = NAME.matcher(expression);
      while (name.find()) {
        assertThat(printed).as(expression).contains(name.group());
      }
      Matcher selector = SELECTOR.matcher(expression);
      while (selector.find()) {
        labels(page, selector.group(1), selector.group(2));
      }
    }
  }

  private static void labels(List<String> page, String metric, String selector) throws IOException {
    Matcher label = LABEL.matcher(selector);
    while (label.find()) {
      String name = label.group(1);
      if (GIVEN.contains(name)) {
        continue;
      }
      for (String value : label.group(3).split("\\|")) {
        if (label.group(2).equals("!~") && name.equals("id")) {
          assertThat(guide()).as(selector).contains("\n| `" + value + "` |");
          continue;
        }
        String wanted = label.group(2).equals("=") ? Pattern.quote(value) : value;
        Pattern shown =
            Pattern.compile(Pattern.quote(metric) + "\\{.*\\b" + name + "=\"" + wanted + "\".*");
        assertThat(page)
            .as(metric + "{" + selector + "}")
            .anyMatch(line -> shown.matcher(line).matches());
      }
    }
  }

  @Test
  void everyAlertSaysWhatIsWrongAndWhatToDo() throws IOException {
    List<String> names = new ArrayList<>();
    List<String> summaries = new ArrayList<>();
    List<String> descriptions = new ArrayList<>();
    List<String> severities = new ArrayList<>();
    Object alerts = parsed("postern-alerts.yml");
    collect(alerts, "alert", names);
    collect(alerts, "summary", summaries);
    collect(alerts, "description", descriptions);
    collect(alerts, "severity", severities);

    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.startsWith("Postern"));
    assertThat(List.of(summaries.size(), descriptions.size(), severities.size()))
        .containsOnly(names.size());
  }

  @Test
  void theGuideNamesEveryMetricThatTheServerPrints() throws IOException {
    String guide = guide();
    Set<String> printed = new TreeSet<>();
    page()
        .forEach(
            line ->
                printed.add(line.replaceAll("[{ ].*", "").replaceAll("_(bucket|count|sum)$", "")));

    assertThat(printed).hasSizeGreaterThan(25).allMatch(name -> guide.contains("`" + name));
  }

  private static String guide() throws IOException {
    return Files.readString(Path.of("../docs/monitoring.md"));
  }

  private static Object parsed(String file) throws IOException {
    LoadSettings strict = LoadSettings.builder().setAllowDuplicateKeys(false).build();
    return new Load(strict).loadFromString(Files.readString(FOLDER.resolve(file)));
  }

  private static void collect(Object node, String key, List<String> found) {
    if (node instanceof Map<?, ?> map) {
      if (map.get(key) instanceof String text) {
        found.add(text);
      }
      map.values().forEach(value -> collect(value, key, found));
    } else if (node instanceof List<?> list) {
      list.forEach(value -> collect(value, key, found));
    }
  }

  /** A server of which all is known. */
  static ServerStatus known() {
    Map<Part, Latency> latencies = new EnumMap<>(Part.class);
    Arrays.stream(Part.values()).forEach(part -> latencies.put(part, Latency.NONE));
    Duration hour = Duration.ofHours(1);
    return new ServerStatus(
        NOW.minus(hour),
        false,
        List.of("127.0.0.1:2525"),
        new SmtpListener.Status(1, 2, 3, 4, 5, 6, 7, 8),
        new DeliveryStatus(
            1,
            Optional.of("the way is held"),
            Optional.of("example-id"),
            Optional.of(NOW.plus(hour)),
            Optional.of(NOW),
            Optional.of(NOW.plus(hour)),
            Optional.of(NOW.plus(hour)),
            new DeliveryTotals(1, 2, 3, 4, 5, 6)),
        new MailerStatus(
            Optional.of(new TokenStatus(Optional.of(hour), Optional.of(hour), 1, 0)),
            new PoolStatus(1, 1, 2),
            latencies),
        Optional.of(new Queue.Counts(1, 1, 0, 0, 0, Optional.of(NOW.minus(hour)))),
        Optional.of(NOW.minus(hour)),
        Optional.empty(),
        Optional.empty(),
        new Watched(
            List.of(
                new Ending("client secret", NOW.plus(hour), "renew it"),
                new Ending("certificate of smtp.example.com", NOW.plus(hour), "ask")),
            new LoginProbe.Status(Optional.of(new LoginProbe.Result(NOW, true, "")), 1, 0),
            List.of(
                new Warning(Condition.warning("disk-low", "little room", "make some"), NOW, NOW),
                new Warning(Condition.error("spool-unusable", "no answer", "mend it"), NOW, NOW)),
            Set.of(),
            Map.of("log", new Roads.Count(1, 0)),
            OptionalLong.of(1),
            List.of()));
  }

  /** The lines with values of its metrics. */
  private static List<String> page() throws IOException {
    String text =
        new String(Metrics.page(known(), NOW, "text/plain").body(), StandardCharsets.UTF_8);
    return text.lines().filter(line -> !line.startsWith("#")).toList();
  }
}
