package org.postern.distribution.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postern.triggers.run.TriggerLimits;
import org.postern.triggers.suite.CaseResult;
import org.postern.triggers.suite.JUnitXml;
import org.postern.triggers.suite.TriggerSuite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Runs the tests of scripts. */
@Command(
    name = "test",
    description = {
      "Run all cases (*.test.yaml) of a folder and compare their mails with the files beside them.",
      "Nothing is sent and no settings are needed. Exits 1 when a case fails."
    })
final class TriggerTestCommand implements Callable<Integer> {

  @ParentCommand TriggerCommand trigger;

  @Parameters(paramLabel = "DIR", description = "The folder of the cases.")
  Path folder;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the results as JUnit XML, for a CI server.")
  Optional<Path> junit = Optional.empty();

  @Option(
      names = "--update",
      description =
          "Write the expected mails anew, as they are now; look at them before you commit.")
  boolean update;

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure(ExitCode.USAGE, "there is no folder " + folder);
    }
    TriggerSuite suite =
        TriggerSuite.in(folder, TriggerLimits.USUAL.withClasses(trigger.furtherClasses()));
    List<Path> cases = suite.cases();
    if (cases.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "there is no case (*.test.yaml) in " + folder);
    }
    Logging.level(trigger.postern.verbose.length);
    List<CaseResult> results = new ArrayList<>();
    for (Path one : cases) {
      CaseResult result = suite.run(one, update);
      print(result);
      results.add(result);
    }
    if (junit.isPresent()) {
      JUnitXml.write(junit.get(), "triggers", results);
    }
    long failed = results.stream().filter(one -> !one.passed()).count();
    Terminal terminal = trigger.postern.terminal();
    terminal.line(results.size() + " cases, " + failed + " failed.");
    if (update) {
      terminal.line("The expected mails were written anew.");
    }
    return failed == 0 ? ExitCode.OK : ExitCode.UNEXPECTED;
  }

  private void print(CaseResult result) {
    Terminal terminal = trigger.postern.terminal();
    String mark = result.passed() ? "✓ " : "✗ ";
    terminal.line(mark + result.name() + " (" + result.took().toMillis() + " ms)");
    for (String difference : result.differences()) {
      difference.lines().forEach(line -> terminal.line("    " + LogLayout.escaped(line)));
    }
  }
}
