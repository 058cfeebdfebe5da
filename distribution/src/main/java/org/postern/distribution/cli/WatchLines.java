package org.postern.distribution.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.postern.distribution.output.Sizes;
import org.postern.distribution.server.StatusText;
import org.postern.distribution.watch.Condition;
import org.postern.distribution.watch.Severity;

/** What a running server knows by watching itself, for people and for exit codes. Immutable. */
final class WatchLines {

  /** Said in other words already: {@code postern status} looks at these by itself. */
  private static final Set<String> SAID = Set.of("route-held", "mail-old", "dead-mail");

  private static final int MOST_ENDINGS = 5;

  private final Map<String, String> live;
  private final Instant now;

  WatchLines(Map<String, String> live, Instant now) {
    this.live = live;
    this.now = now;
  }

  /** All open warnings. */
  List<Map<String, String>> warnings() {
    return StatusText.rows(live, "warning");
  }

  /** All ends, the next first. */
  List<Map<String, String>> endings() {
    return StatusText.rows(live, "ending");
  }

  /** Those warnings as sentences that are of this kind, not yet said and not over. */
  List<String> sentences(Severity severity) {
    return warnings().stream()
        .filter(one -> one.getOrDefault("severity", "").equals(severity.spelled()))
        .filter(one -> !SAID.contains(one.get("id")))
        .filter(one -> !Boolean.parseBoolean(one.get("over")))
        .map(one -> Condition.sentences(one.get("text"), one.get("remedy")))
        .map(LogLayout::escaped)
        .toList();
  }

  /** Token, probe and the next ends. */
  void show(BiConsumer<String, String> line) {
    if (live.containsKey("token_left")) {
      Duration left = Duration.ofSeconds(Long.parseLong(live.get("token_left")));
      line.accept("Token", "good for " + Sizes.time(left));
    }
    if (live.containsKey("probe_at")) {
      String when = Sizes.time(Duration.between(Instant.parse(live.get("probe_at")), now)) + " ago";
      boolean ok = Boolean.parseBoolean(live.get("probe_ok"));
      line.accept("Login probe", (ok ? "worked " : "failed ") + when);
    }
    List<Map<String, String>> endings = endings();
    endings.stream().limit(MOST_ENDINGS).forEach(one -> line.accept("Ends", ending(one)));
    if (endings.size() > MOST_ENDINGS) {
      line.accept("Ends", endings.size() - MOST_ENDINGS + " more later; --json shows all");
    }
  }

  private String ending(Map<String, String> one) {
    Instant at = Instant.parse(one.get("at"));
    String when =
        at.isAfter(now)
            ? "in " + Sizes.time(Duration.between(now, at))
            : Sizes.time(Duration.between(at, now)) + " ago";
    return one.get("what") + " " + when + " (" + at + ")";
  }
}
