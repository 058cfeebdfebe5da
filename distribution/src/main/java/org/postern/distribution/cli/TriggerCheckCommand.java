package org.postern.distribution.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.postern.distribution.output.Json;
import org.postern.triggers.check.Finding;
import org.postern.triggers.check.ScriptCheck;
import org.postern.triggers.check.ScriptReport;
import org.postern.triggers.header.ScriptParameter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Reads scripts without running them. */
@Command(
    name = "check",
    description = {
      "Read scripts without running them: parameters, beans, mail routes, faults.",
      "Warns of passwords written into scripts. Exits 1 on errors."
    })
final class TriggerCheckCommand implements Callable<Integer> {

  @ParentCommand TriggerCommand trigger;

  @Parameters(paramLabel = "SCRIPT|DIR", arity = "1..*", description = "Scripts, or their folders.")
  List<Path> files;

  @Option(names = "--json", description = "Print the reports as JSON.")
  boolean json;

  @Override
  public Integer call() {
    List<Path> scripts = new ArrayList<>();
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw new CommandFailure(ExitCode.USAGE, "there is no " + file);
      }
      scripts.addAll(ScriptCheck.scripts(file));
    }
    if (scripts.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "there is no script (*.js) in " + files.get(0));
    }
    ScriptCheck check = ScriptCheck.with(trigger.furtherClasses());
    List<ScriptReport> reports = scripts.stream().map(check::check).toList();
    if (json) {
      trigger
          .postern
          .terminal()
          .line(Json.of(reports.stream().map(TriggerCheckCommand::fields).toList()));
    } else {
      reports.forEach(this::print);
      summary(reports);
    }
    return reports.stream().anyMatch(ScriptReport::failed) ? ExitCode.UNEXPECTED : ExitCode.OK;
  }

  private void print(ScriptReport report) {
    Terminal terminal = trigger.postern.terminal();
    terminal.line(report.script().toString());
    for (ScriptParameter parameter : report.parameters()) {
      String described = parameter.description().isEmpty() ? "" : ": " + parameter.description();
      terminal.line(
          wrapped("parameter \"" + parameter.name() + "\" (" + parameter.type() + ")" + described));
    }
    report
        .beans()
        .forEach(
            (bean, methods) ->
                terminal.line(
                    wrapped(bean + (methods.isEmpty() ? "" : ": " + String.join(", ", methods)))));
    if (!report.routes().isEmpty()) {
      terminal.line(wrapped("sends mail by " + String.join(", ", report.routes())));
    }
    for (Finding finding : report.findings()) {
      String mark =
          switch (finding.level()) {
            case ERROR -> "✗";
            case WARNING -> "!";
            case NOTE -> "-";
          };
      terminal.line(wrapped(mark + " line " + finding.line() + ": " + finding.message()));
    }
  }

  private static String wrapped(String text) {
    return Wrapped.text("  " + LogLayout.escaped(text), "      ");
  }

  private void summary(List<ScriptReport> reports) {
    Map<Finding.Level, Long> counts =
        reports.stream()
            .flatMap(report -> report.findings().stream())
            .collect(Collectors.groupingBy(Finding::level, Collectors.counting()));
    trigger
        .postern
        .terminal()
        .line(
            count(reports.size(), "script")
                + ": "
                + count(counts.getOrDefault(Finding.Level.ERROR, 0L), "error")
                + ", "
                + count(counts.getOrDefault(Finding.Level.WARNING, 0L), "warning")
                + ", "
                + count(counts.getOrDefault(Finding.Level.NOTE, 0L), "note")
                + ".");
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static Map<String, Object> fields(ScriptReport report) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("script", report.script());
    row.put("failed", report.failed());
    row.put("parameters", report.parameters().stream().map(TriggerCheckCommand::fields).toList());
    Map<String, Object> beans = new LinkedHashMap<>();
    report.beans().forEach((name, methods) -> beans.put(name, List.copyOf(methods)));
    row.put("beans", beans);
    row.put("routes", List.copyOf(report.routes()));
    row.put("classes", List.copyOf(report.classes()));
    row.put("findings", report.findings().stream().map(TriggerCheckCommand::fields).toList());
    return row;
  }

  private static Map<String, Object> fields(ScriptParameter parameter) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", parameter.name());
    row.put("type", parameter.type());
    row.put("description", parameter.description());
    return row;
  }

  private static Map<String, Object> fields(Finding finding) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("level", finding.level().name().toLowerCase(Locale.ROOT));
    row.put("line", finding.line());
    row.put("message", finding.message());
    return row;
  }
}
