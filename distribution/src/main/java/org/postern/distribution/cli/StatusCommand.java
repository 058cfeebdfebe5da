package org.postern.distribution.cli;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postern.core.settings.SettingValues;
import org.postern.core.settings.SettingsException;
import org.postern.core.settings.TestMode;
import org.postern.distribution.output.Json;
import org.postern.distribution.server.ControlClient;
import org.postern.distribution.wiring.ServerKeys;
import org.postern.spool.Queue.Counts;
import org.postern.spool.Spool;
import org.postern.spool.SpoolKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Whether mail flows. */
@Command(
    name = "status",
    description = {
      "Show whether the server runs and mail flows.",
      "Exits 5 where mail is stuck: no server, the way to the mail server held, mail older than"
          + " postern.status.stuck_after with none delivered since it came, or a warning"
          + " of the server that is an error.",
      "Exits 15 where nothing is stuck, and some mail is as old while other mail is delivered, was"
          + " given up, or waits for the day of postern.pace.recipients_per_day to renew, or the"
          + " server warns of something.",
      "Where the settings cannot be used it shows how the server stands that runs with those"
          + " before and, where the settings of the spool itself can be read, what waits there; it"
          + " exits 3, or 5 where mail is stuck."
    })
final class StatusCommand implements Callable<Integer> {

  @ParentCommand PosternCommand postern;

  @Option(names = "--json", description = "Print it as JSON.")
  boolean json;

  private final Instant now = Instant.now();

  @Override
  public Integer call() throws IOException {
    SpoolOfSettings found;
    try {
      found = SpoolOfSettings.read(postern);
    } catch (SettingsException nothingKnown) {
      return withBroken(Optional.empty(), nothingKnown);
    }
    if (found.broken().isPresent()) {
      return withBroken(Optional.of(found), found.broken().get());
    }
    SettingValues values = found.values();
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
    Counts counts = counts(found);
    Optional<String> testMode =
        live.map(known -> Optional.ofNullable(known.get("test_mode")))
            .orElseGet(() -> TestMode.of(values).map(TestMode::inWords));
    WatchLines watched = new WatchLines(live.orElse(Map.of()), now);
    Verdict verdict =
        Verdict.of(live, Optional.of(counts), values.get(ServerKeys.STUCK_AFTER), watched, now);
    if (live.isEmpty()) {
      verdict
          .stuck()
          .add(
              0,
              silent
                  ? "The server " + absent + ": it may be in a reload; else restart it."
                  : "No server runs: start it, by `postern run` or the service.");
    }
    if (json) {
      postern.terminal().line(Json.of(StatusJson.of(live, testMode, counts, verdict, watched)));
    } else {
      if (live.isPresent()) {
        lines().server(live.get(), server.orElseThrow().pid());
      } else {
        lines().line("Server", absent);
      }
      testMode.ifPresent(mode -> lines().line("Mode", mode));
      lines().spool(counts);
      watched.show(lines()::line);
      say(verdict);
    }
    return verdict.exitCode();
  }

  /**
   * The server goes on with the settings before, and can be asked where those of now are broken.
   */
  private int withBroken(Optional<SpoolOfSettings> known, SettingsException broken)
      throws IOException {
    Optional<ControlClient> server;
    Optional<Map<String, String>> live;
    try {
      server = ControlClient.of(SpoolOfSettings.folder(postern));
      live = server.isEmpty() ? Optional.empty() : server.get().status();
    } catch (SocketTimeoutException silent) {
      throw broken;
    }
    if (live.isEmpty() || json) {
      throw broken;
    }
    Optional<Counts> counts = known.map(StatusCommand::counts);
    WatchLines watched = new WatchLines(live.get(), now);
    Duration tooOld = ServerKeys.STUCK_AFTER.parse(ServerKeys.STUCK_AFTER.defaultText().get());
    Verdict verdict = Verdict.of(live, counts, tooOld, watched, now);
    lines().server(live.get(), server.orElseThrow().pid());
    counts.ifPresent(lines()::spool);
    watched.show(lines()::line);
    say(verdict);
    postern.terminal().line("✗ The settings cannot be used; the server goes on with those before:");
    broken.problems().forEach(problem -> lines().sentence(problem.toString()));
    return verdict.stuck().isEmpty() ? ExitCode.SETTINGS : ExitCode.ACT;
  }

  private static Counts counts(SpoolOfSettings known) {
    try (Spool spool = known.guest()) {
      return spool.queue().counts();
    }
  }

  private void say(Verdict verdict) {
    Terminal terminal = postern.terminal();
    terminal.line("");
    String well = verdict.dayUsedUp() ? "! Mail waits for the day to renew." : "✓ Mail flows.";
    terminal.line(verdict.stuck().isEmpty() ? well : "✗ Mail is stuck:");
    verdict.stuck().forEach(lines()::sentence);
    if (!verdict.warnings().isEmpty()) {
      terminal.line("! The server warns:");
      verdict.warnings().forEach(lines()::sentence);
    }
  }

  private StatusLines lines() {
    return new StatusLines(postern.terminal(), now);
  }
}
