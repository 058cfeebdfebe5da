package org.postern.distribution.cli;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postern.core.settings.SettingValues;
import org.postern.core.settings.TestMode;
import org.postern.distribution.output.Json;
import org.postern.distribution.output.Sizes;
import org.postern.distribution.server.ControlClient;
import org.postern.distribution.watch.Severity;
import org.postern.distribution.wiring.ServerKeys;
import org.postern.spool.Queue.Counts;
import org.postern.spool.Spool;
import org.postern.spool.SpoolKeys;
import org.postern.spool.sql.Spools;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Whether mail flows. */
@Command(
    name = "status",
    description = {
      "Show whether the server runs and mail flows.",
      "Exits 5 where mail is stuck: no server, the way to the mail server held, mail older than"
          + " postern.status.stuck_after, mail that was given up, or a warning of the server that"
          + " is an error. Exits 15 where nothing is stuck and the server warns of something, or"
          + " mail waits for the day of postern.pace.recipients_per_day to renew."
    })
final class StatusCommand implements Callable<Integer> {

  @ParentCommand PosternCommand postern;

  @Option(names = "--json", description = "Print it as JSON.")
  boolean json;

  private final Instant now = Instant.now();

  @Override
  public Integer call() throws IOException {
    SettingValues values = SpoolOfSettings.values(postern);
    Optional<ControlClient> server = ControlClient.of(values.get(SpoolKeys.FOLDER));
    Optional<Map<String, String>> live = Optional.empty();
    boolean silent = false;
    try {
      live = server.isEmpty() ? Optional.empty() : server.get().status();
    } catch (SocketTimeoutException hangs) {
      silent = true;
    }
    String absent =
        silent ? "does not answer, as process " + server.orElseThrow().pid() : "does not run";
    Counts counts;
    try (Spool spool = Spools.guest(values)) {
      counts = spool.queue().counts();
    }
    Optional<String> testMode =
        live.map(known -> Optional.ofNullable(known.get("test_mode")))
            .orElseGet(() -> TestMode.of(values).map(TestMode::inWords));
    WatchLines watched = new WatchLines(live.orElse(Map.of()), now);
    List<String> stuck = new ArrayList<>();
    if (live.isEmpty()) {
      stuck.add(
          silent
              ? "The server " + absent + ": it may be in a reload; else restart it."
              : "No server runs: start it, by `postern run` or the service.");
    }
    stuck.addAll(stuck(live, counts, values.get(ServerKeys.STUCK_AFTER)));
    stuck.addAll(watched.sentences(Severity.ERROR));
    List<String> warnings = watched.sentences(Severity.WARNING);
    boolean dayUsedUp = live.filter(known -> known.containsKey("day_renews_at")).isPresent();
    if (json) {
      postern.terminal().line(Json.of(StatusJson.of(live, testMode, counts, stuck, watched)));
    } else {
      if (live.isPresent()) {
        server(live.get(), server.orElseThrow().pid());
      } else {
        line("Server", absent);
      }
      testMode.ifPresent(mode -> line("Mode", mode));
      spool(counts);
      watched.show(this::line);
      postern.terminal().line("");
      String well = dayUsedUp ? "! Mail waits for the day to renew." : "✓ Mail flows.";
      postern.terminal().line(stuck.isEmpty() ? well : "✗ Mail is stuck:");
      stuck.forEach(this::sentence);
      if (!warnings.isEmpty()) {
        postern.terminal().line("! The server warns:");
        warnings.forEach(this::sentence);
      }
    }
    if (!stuck.isEmpty()) {
      return ExitCode.ACT;
    }
    return warnings.isEmpty() && !dayUsedUp ? ExitCode.OK : ExitCode.WARNING;
  }

  private List<String> stuck(Optional<Map<String, String>> live, Counts counts, Duration tooOld) {
    List<String> stuck = new ArrayList<>();
    live.map(known -> known.get("held"))
        .ifPresent(why -> stuck.add("All mail waits: " + LogLayout.escaped(why)));
    counts
        .oldest()
        .filter(oldest -> oldest.isBefore(now.minus(tooOld)))
        .ifPresent(
            oldest ->
                stuck.add(
                    "The oldest mail waits for "
                        + Sizes.time(Duration.between(oldest, now))
                        + "; `postern queue list` says why."));
    if (counts.dead() > 0) {
      stuck.add(
          counts.dead()
              + " recipients were given up, and nobody could be told: see `postern queue list"
              + " --state dead`, then retry or drop them.");
    }
    return stuck;
  }

  private void server(Map<String, String> live, long pid) {
    line(
        "Server",
        "runs as process " + pid + " since " + Sizes.minute(Instant.parse(live.get("since"))));
    line("Listens", live.getOrDefault("listens", ""));
    line(
        "In",
        live.get("connections")
            + " connections open, "
            + live.get("accepted")
            + " mails accepted, "
            + live.get("refused")
            + " mails or recipients refused, "
            + live.getOrDefault("put_off", "0")
            + " told to come again");
    String last =
        Optional.ofNullable(live.get("last_success"))
            .map(when -> "last success " + ago(Instant.parse(when)))
            .orElse("no success since the start");
    line("Out", live.get("under_way") + " mails under way, " + last);
    line(
        "Recipients",
        live.get("delivered")
            + " delivered, "
            + live.get("deferred")
            + " times deferred, "
            + live.get("bounced")
            + " bounced, "
            + live.get("dead")
            + " given up");
    moment(live, "day_full_at")
        .ifPresent(when -> line("Day", "at this pace the day's recipients last until " + when));
    moment(live, "day_renews_at")
        .ifPresent(
            when -> line("Day", "the day's recipients are used up, mail waits until " + when));
    if (live.containsKey("held")) {
      Instant next = Instant.parse(live.getOrDefault("next_try", now.toString()));
      line("Route", "held, next try in " + Sizes.time(Duration.between(now, next)));
    } else {
      line("Route", "open");
    }
  }

  private static Optional<String> moment(Map<String, String> live, String name) {
    return Optional.ofNullable(live.get(name)).map(Instant::parse).map(Sizes::minute);
  }

  private void spool(Counts counts) {
    line("Spool", counts.mails() + " mails");
    line(
        "Waiting",
        counts.waiting()
            + " waiting, "
            + counts.active()
            + " active, "
            + counts.held()
            + " held, "
            + counts.dead()
            + " dead");
    counts.oldest().ifPresent(oldest -> line("Oldest", "arrived " + ago(oldest)));
  }

  private void sentence(String text) {
    postern.terminal().line(Wrapped.text("  " + text, "    "));
  }

  private void line(String label, String text) {
    String indent = " ".repeat(12);
    String head = (label + indent).substring(0, indent.length());
    postern.terminal().line(Wrapped.text(head + LogLayout.escaped(text), indent));
  }

  private String ago(Instant when) {
    return Sizes.time(Duration.between(when, now)) + " ago";
  }
}
