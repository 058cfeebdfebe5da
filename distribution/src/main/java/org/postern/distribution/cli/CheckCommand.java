package org.postern.distribution.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postern.core.ConnectionReport;
import org.postern.core.Mailer;
import org.postern.core.examination.Mark;
import org.postern.core.settings.TestMode;
import org.postern.core.smtp.Action;
import org.postern.distribution.output.Json;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The whole way up to the login, and QUIT. */
@Command(
    name = "check",
    description = {
      "Check settings, connection, TLS and login. No mail is sent.",
      "`postern doctor` looks further, and says what to do."
    })
final class CheckCommand implements Callable<Integer> {

  @ParentCommand PosternCommand postern;

  @Option(names = "--json", description = "Print the steps as JSON.")
  boolean json;

  @Override
  public Integer call() {
    Configuration configuration = postern.configuration();
    Started started =
        Started.checked(
            configuration,
            Secrets.keeper(configuration, postern.terminal().environment()),
            List.of());
    ConnectionReport report;
    try (Mailer mailer = started.mailer()) {
      report = mailer.probe();
    }
    Terminal terminal = postern.terminal();
    if (json) {
      terminal.line(Json.of(asMap(report, started.settings().testMode())));
    } else {
      terminal.line("✓ settings: " + started.settings());
      started
          .settings()
          .testMode()
          .ifPresent(mode -> terminal.line(Wrapped.text("! " + mode, "    ")));
      report.steps().forEach(step -> terminal.line(line(step)));
      terminal.line(report.ok() ? "All is well. No mail was sent." : "Not ready to send mail.");
    }
    return report.fault().map(fault -> ExitCode.of(fault.action())).orElse(ExitCode.OK);
  }

  private static String line(ConnectionReport.Step step) {
    Mark mark = step.action() == Action.NONE ? Mark.GOOD : Mark.FAULT;
    return StepLines.line(mark, name(step), step.explanation(), step.took());
  }

  private static String name(ConnectionReport.Step step) {
    return step.stage().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Map<String, Object> asMap(ConnectionReport report, Optional<TestMode> mode) {
    List<Map<String, Object>> steps =
        report.steps().stream()
            .map(
                step -> {
                  Map<String, Object> row = new LinkedHashMap<>();
                  row.put("stage", step.stage());
                  row.put("ok", step.action() == Action.NONE);
                  row.put("action", step.action());
                  row.put("explanation", step.explanation());
                  row.put("reply", step.reply());
                  row.put("millis", step.took().toMillis());
                  return row;
                })
            .toList();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("ok", report.ok());
    all.put("testMode", mode.map(TestMode::inWords));
    all.put("steps", steps);
    return all;
  }
}
