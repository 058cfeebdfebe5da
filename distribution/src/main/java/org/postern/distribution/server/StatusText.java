package org.postern.distribution.server;

import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.postern.core.vitals.Ending;
import org.postern.core.vitals.TokenStatus;
import org.postern.distribution.watch.Warning;

/** What the server tells a command of itself: names and values, those that it knows. */
public final class StatusText {

  private static final Set<String> NUMBERS =
      Set.of(
          "connections",
          "accepted",
          "refused",
          "put_off",
          "under_way",
          "delivered",
          "deferred",
          "bounced",
          "dead",
          "token_left");

  private static final Set<String> BOOLEANS = Set.of("stopping", "probe_ok", "over");

  private static final Set<String> MOMENTS =
      Set.of(
          "since",
          "day_full_at",
          "day_renews_at",
          "next_try",
          "last_success",
          "behind_since",
          "probe_at",
          "at");

  private StatusText() {}

  static String of(ServerStatus status) {
    Properties all = new Properties();
    all.setProperty("since", status.since().toString());
    all.setProperty("stopping", Boolean.toString(status.stopping()));
    all.setProperty("listens", String.join(", ", status.addresses()));
    all.setProperty("connections", Integer.toString(status.listener().open()));
    all.setProperty("accepted", Long.toString(status.accepted()));
    all.setProperty("refused", Long.toString(status.listener().refused()));
    all.setProperty("put_off", Long.toString(status.listener().deferred()));
    all.setProperty("under_way", Integer.toString(status.delivery().underWay()));
    all.setProperty("delivered", Long.toString(status.delivery().totals().delivered()));
    all.setProperty("deferred", Long.toString(status.delivery().totals().deferred()));
    all.setProperty("bounced", Long.toString(status.delivery().totals().bounced()));
    all.setProperty("dead", Long.toString(status.delivery().totals().dead()));
    put(all, "day_full_at", status.delivery().dayFullAt().map(Instant::toString));
    put(all, "day_renews_at", status.delivery().dayRenewsAt().map(Instant::toString));
    put(all, "held", status.delivery().held());
    put(all, "diagnosis", status.delivery().diagnosis());
    put(all, "next_try", status.delivery().nextTry().map(Instant::toString));
    put(all, "last_success", status.delivery().lastSuccess().map(Instant::toString));
    put(all, "behind_since", status.behind().map(Instant::toString));
    put(all, "spool_fault", status.spoolFault());
    put(all, "test_mode", status.testMode());
    watched(all, status);
    return PropertyText.of(all);
  }

  private static void watched(Properties all, ServerStatus status) {
    Watched watched = status.watched();
    put(
        all,
        "token_left",
        status
            .mailer()
            .token()
            .flatMap(TokenStatus::left)
            .map(left -> Long.toString(left.toSeconds())));
    watched
        .probe()
        .last()
        .ifPresent(
            last -> {
              all.setProperty("probe_ok", Boolean.toString(last.ok()));
              all.setProperty("probe_at", last.at().toString());
            });
    for (int i = 0; i < watched.endings().size(); i++) {
      Ending ending = watched.endings().get(i);
      all.setProperty("ending." + i + ".what", ending.what());
      all.setProperty("ending." + i + ".at", ending.at().toString());
      all.setProperty("ending." + i + ".remedy", ending.remedy());
    }
    for (int i = 0; i < watched.warnings().size(); i++) {
      Warning warning = watched.warnings().get(i);
      all.setProperty("warning." + i + ".id", warning.condition().id());
      all.setProperty("warning." + i + ".severity", warning.condition().severity().spelled());
      all.setProperty("warning." + i + ".text", warning.condition().text());
      all.setProperty("warning." + i + ".remedy", warning.condition().remedy());
      all.setProperty("warning." + i + ".since", warning.since().toString());
      all.setProperty(
          "warning." + i + ".over",
          Boolean.toString(watched.over().contains(warning.condition().id())));
    }
  }

  /** The rows that stand in a status under this name, each by its own names. */
  public static List<Map<String, String>> rows(Map<String, String> status, String name) {
    List<Map<String, String>> rows = new ArrayList<>();
    while (true) {
      String prefix = name + "." + rows.size() + ".";
      Map<String, String> row = new TreeMap<>();
      status.forEach(
          (key, value) -> {
            if (key.startsWith(prefix)) {
              row.put(key.substring(prefix.length()), value);
            }
          });
      if (row.isEmpty()) {
        return rows;
      }
      rows.add(row);
    }
  }

  /**
   * The value of this name as what it is: a number, a boolean, a moment, or else a text. Names of
   * rows are those within a row.
   */
  public static Object typed(String name, String text) {
    if (NUMBERS.contains(name)) {
      return Long.valueOf(text);
    }
    if (BOOLEANS.contains(name)) {
      return Boolean.valueOf(text);
    }
    return MOMENTS.contains(name) ? Instant.parse(text) : text;
  }

  /** What {@link #of} wrote. */
  static Map<String, String> parse(String text) throws IOException {
    Properties all = new Properties();
    all.load(new StringReader(text));
    Map<String, String> values = new TreeMap<>();
    all.stringPropertyNames().forEach(name -> values.put(name, all.getProperty(name)));
    return values;
  }

  private static void put(Properties all, String name, Optional<String> value) {
    value.ifPresent(known -> all.setProperty(name, known));
  }
}
