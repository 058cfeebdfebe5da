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
import org.postern.core.spi.SecretKeeper;
import org.postern.distribution.output.Json;
import org.postern.distribution.server.ControlClient;
import org.postern.distribution.server.ServerParts;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import org.postern.distribution.wiring.ServerKeys;
import org.postern.spool.Queue.Counts;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
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
      "Where the settings, or files that they name, cannot be used it shows how the server stands"
          + " that runs with those before and, where the settings of the spool itself can be read,"
          + " what waits there; it exits 3, or 5 where mail is stuck."
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
    Optional<SettingsException> broken = found.broken().or(this::brokenAtAStart);
    if (broken.isPresent()) {
      return withBroken(Optional.of(found), broken.get());
    }
    SettingValues values = found.values();
    Asked asked = Asked.of(values.get(SpoolKeys.FOLDER));
    Optional<Map<String, String>> live = asked.live();
    Counted counted = Counted.of(found);
    Optional<Counts> counts = counted.counts();
    Optional<String> testMode =
        live.map(known -> Optional.ofNullable(known.get("test_mode")))
            .orElseGet(() -> TestMode.of(values).map(TestMode::inWords));
    WatchLines watched = new WatchLines(live.orElse(Map.of()), now);
    Verdict verdict = Verdict.of(live, counts, values.get(ServerKeys.STUCK_AFTER), watched, now);
    if (live.isEmpty()) {
      verdict.stuck().add(0, asked.stuck());
    }
    if (json) {
      postern.terminal().line(Json.of(StatusJson.of(live, testMode, counts, verdict, watched)));
    } else {
      if (live.isPresent()) {
        lines().server(live.get(), asked.pid().orElseThrow());
      } else {
        lines().line("Server", asked.absent());
      }
      testMode.ifPresent(mode -> lines().line("Mode", mode));
      lines().spool(counts, counted.none());
      watched.show(lines()::line);
      say(verdict);
    }
    return verdict.exitCode();
  }

  /**
   * What a start would find in the files that the settings name; nothing where the key ring belongs
   * to somebody else, so that they cannot be looked at.
   */
  private Optional<SettingsException> brokenAtAStart() {
    Configuration configuration = postern.configuration();
    Map<String, String> environment = postern.terminal().environment();
    if (Secrets.withinReach(configuration, environment)) {
      try {
        SecretKeeper keeper = Secrets.keeper(configuration, environment);
        Started.checked(configuration, keeper, ServerParts.of(configuration.folder()));
      } catch (SettingsException broken) {
        return Optional.of(broken);
      }
    }
    return Optional.empty();
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
    Optional<Counted> counted = known.map(Counted::of);
    Optional<Counts> counts = counted.flatMap(Counted::counts);
    WatchLines watched = new WatchLines(live.get(), now);
    Duration tooOld = ServerKeys.STUCK_AFTER.parse(ServerKeys.STUCK_AFTER.defaultText().get());
    Verdict verdict = Verdict.of(live, counts, tooOld, watched, now);
    lines().server(live.get(), server.orElseThrow().pid());
    counted.ifPresent(one -> lines().spool(one.counts(), one.none()));
    watched.show(lines()::line);
    say(verdict);
    postern.terminal().line("✗ The settings cannot be used; the server goes on with those before:");
    broken.problems().forEach(problem -> lines().sentence(problem.toString()));
    return verdict.stuck().isEmpty() ? ExitCode.SETTINGS : ExitCode.ACT;
  }

  /**
   * What is in the spool.
   *
   * @param none why nothing is known, where there is no spool yet
   */
  private record Counted(Optional<Counts> counts, String none) {

    static Counted of(SpoolOfSettings known) {
      try (Spool spool = known.existing()) {
        return new Counted(Optional.of(spool.queue().counts()), "");
      } catch (SpoolException unusable) {
        if (unusable.kind() != SpoolException.Kind.ABSENT) {
          throw unusable;
        }
        return new Counted(Optional.empty(), String.valueOf(unusable.getMessage()));
      }
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
