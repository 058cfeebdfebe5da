package org.postern.distribution.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postern.core.settings.SettingValues;
import org.postern.core.settings.SettingsException;
import org.postern.core.settings.SettingsProblem;
import org.postern.core.settings.TestMode;
import org.postern.core.spi.SecretKeeper;
import org.postern.distribution.output.Json;
import org.postern.distribution.server.ServerParts;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import org.postern.distribution.wiring.ServerKeys;
import org.postern.spool.Queue.Counts;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
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
          + " what waits there; it exits 3, or 5 where mail is stuck. Where no such server runs it"
          + " says what is wrong with the settings, and exits 3."
    })
final class StatusCommand implements Callable<Integer> {

  @ParentCommand PosternCommand postern;

  @Option(names = "--json", description = "Print it as JSON.")
  boolean json;

  private final Instant now = Instant.now();

  @Override
  public Integer call() throws IOException {
    Optional<SpoolOfSettings> found = Optional.empty();
    Optional<SettingsException> broken;
    try {
      found = Optional.of(SpoolOfSettings.read(postern));
      broken = found.get().broken().or(this::brokenAtAStart);
    } catch (SettingsException nothingKnown) {
      broken = Optional.of(nothingKnown);
    }
    // a server goes on with the settings before, and can be asked where those of now are broken
    Asked asked = Asked.of(SpoolOfSettings.folder(postern));
    Optional<Map<String, String>> live = asked.live();
    if (broken.isPresent() && live.isEmpty() && !json) {
      throw broken.get();
    }
    Optional<SettingValues> values =
        broken.isPresent() ? Optional.empty() : found.map(SpoolOfSettings::values);
    Optional<Counted> counted = found.map(Counted::of);
    Optional<Counts> counts = counted.flatMap(Counted::counts);
    Optional<String> testMode =
        live.isPresent()
            ? live.map(known -> known.get("test_mode"))
            : values.flatMap(TestMode::of).map(TestMode::inWords);
    WatchLines watched = new WatchLines(live.orElse(Map.of()), now);
    Verdict verdict = Verdict.of(live, counts, stuckAfter(values), watched, now);
    if (live.isEmpty()) {
      verdict.stuck().add(0, asked.stuck());
    }
    List<String> problems = broken.map(StatusCommand::inWords).orElse(List.of());
    if (json) {
      var all = StatusJson.of(problems, live, testMode, counts, verdict, watched);
      postern.terminal().line(Json.of(all));
    } else {
      if (live.isPresent()) {
        lines().server(live.get(), asked.pid().orElseThrow());
      } else {
        lines().line("Server", asked.absent());
      }
      testMode.ifPresent(mode -> lines().line("Mode", mode));
      counted.ifPresent(one -> lines().spool(one.counts(), one.none()));
      watched.show(lines()::line);
      say(verdict, problems);
    }
    boolean stuck = live.isPresent() && !verdict.stuck().isEmpty();
    return problems.isEmpty() || stuck ? verdict.exitCode() : ExitCode.SETTINGS;
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

  private static Duration stuckAfter(Optional<SettingValues> values) {
    return values
        .map(known -> known.get(ServerKeys.STUCK_AFTER))
        .orElseGet(
            () -> ServerKeys.STUCK_AFTER.parse(ServerKeys.STUCK_AFTER.defaultText().orElseThrow()));
  }

  private static List<String> inWords(SettingsException broken) {
    return broken.problems().stream().map(SettingsProblem::toString).toList();
  }

  private void say(Verdict verdict, List<String> problems) {
    Terminal terminal = postern.terminal();
    terminal.line("");
    String well = verdict.dayUsedUp() ? "! Mail waits for the day to renew." : "✓ Mail flows.";
    terminal.line(verdict.stuck().isEmpty() ? well : "✗ Mail is stuck:");
    verdict.stuck().forEach(lines()::sentence);
    if (!verdict.warnings().isEmpty()) {
      terminal.line("! The server warns:");
      verdict.warnings().forEach(lines()::sentence);
    }
    if (!problems.isEmpty()) {
      terminal.line("✗ The settings cannot be used; the server goes on with those before:");
      problems.forEach(lines()::sentence);
    }
  }

  private StatusLines lines() {
    return new StatusLines(postern.terminal(), now);
  }
}
