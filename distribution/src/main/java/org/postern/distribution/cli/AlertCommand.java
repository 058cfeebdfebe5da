package org.postern.distribution.cli;

import java.time.Instant;
import java.util.List;
import org.postern.distribution.watch.Notice;
import org.postern.distribution.watch.Road;
import org.postern.distribution.watch.RoadException;
import org.postern.distribution.watch.Roads;
import org.postern.distribution.wiring.AlertKeys;
import org.postern.distribution.wiring.CompositionRoot;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The roads by which warnings go out. */
@Command(
    name = "alert",
    description = "Try the roads by which `postern run` sends its warnings.",
    synopsisSubcommandLabel = "test")
final class AlertCommand implements Runnable {

  @ParentCommand PosternCommand postern;

  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "test is missing");
  }

  @Command(
      name = "test",
      description = {
        "Send a warning that says it is a test, by each road of the settings: log, webhook,"
            + " command.",
        "Exits 4 where one road did not take it."
      })
  int test() throws InterruptedException {
    Started started = Started.from(postern);
    List<Road> roads =
        Roads.of(
            started.settings(),
            CompositionRoot.trust(
                    started.settings(),
                    started.strategies(),
                    started.configuration(),
                    started.keeper())
                .context());
    boolean all = true;
    for (Road road : roads) {
      all &= carries(road);
    }
    if (roads.size() == 1) {
      line(
          "Neither "
              + AlertKeys.WEBHOOK
              + " nor "
              + AlertKeys.COMMAND
              + " is set: warnings are in the log and in `postern status` alone.");
    }
    return all ? ExitCode.OK : ExitCode.TRY_AGAIN;
  }

  private boolean carries(Road road) throws InterruptedException {
    try {
      line("✓ " + road.name() + ": " + road.carry(Notice.test(Instant.now())));
      return true;
    } catch (RoadException refused) {
      line("✗ " + road.name() + ": " + refused.getMessage());
      return false;
    }
  }

  private void line(String text) {
    postern.terminal().line(Wrapped.text(LogLayout.escaped(text), "  "));
  }
}
