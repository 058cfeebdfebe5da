package org.postern.distribution.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.diagnosis.DiagnosisReference;
import org.postern.core.diagnosis.Evidence;
import org.postern.core.diagnosis.GeneralMeaning;
import org.postern.core.settings.Nearest;
import org.postern.distribution.output.Json;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.wiring.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What a reply, an error or a line of a log means. */
@Command(
    name = "explain",
    description = {
      "Say what a server's reply, an error or a line of a log means, and what to do.",
      "Example: postern explain \"535 5.7.139 Authentication unsuccessful\""
    })
final class ExplainCommand implements Callable<Integer> {

  /** A line of a log, or many: the rest says no more. */
  private static final int LONGEST = 100_000;

  @ParentCommand PosternCommand postern;

  @picocli.CommandLine.Spec picocli.CommandLine.Model.CommandSpec spec;

  @Parameters(
      paramLabel = "TEXT",
      arity = "0..*",
      description = "What was seen, as it was seen; - reads it from standard input.")
  List<String> text = List.of();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Explain the diagnosis of this name, as the doctor and logs show it.")
  Optional<String> id = Optional.empty();

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = "Whose words these are: microsoft365, google, ...")
  Optional<String> provider = Optional.empty();

  @Option(names = "--list", description = "List all that is known.")
  boolean list;

  @Option(names = "--reference", description = "Print the page of all diagnoses, in Markdown.")
  boolean reference;

  @Option(names = "--json", description = "Print the diagnosis as JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = postern.terminal();
    if (reference) {
      terminal.out().print(DiagnosisReference.markdown(Diagnoses.builtIn().all()));
      terminal.flush();
      return ExitCode.OK;
    }
    Diagnoses catalogue = catalogue();
    if (list) {
      list(terminal, catalogue);
      return ExitCode.OK;
    }
    if (id.isPresent()) {
      Diagnosis known =
          catalogue
              .named(id.get())
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          ExitCode.USAGE,
                          "there is no diagnosis "
                              + id.get()
                              + "; "
                              + Nearest.hint(
                                  id.get(),
                                  catalogue.all().stream().map(Diagnosis::id).toList(),
                                  "`postern explain --list` lists all")));
      show(terminal, known);
      return ExitCode.OK;
    }
    return explain(terminal, catalogue, Evidence.pasted(seen(terminal)).at(provider));
  }

  private void list(Terminal terminal, Diagnoses catalogue) {
    if (json) {
      terminal.line(Json.of(catalogue.all().stream().map(ExplainCommand::asMap).toList()));
      return;
    }
    catalogue
        .all()
        .forEach(row -> terminal.line(Wrapped.text(row.id() + "  " + row.meaning(), "    ")));
  }

  private int explain(Terminal terminal, Diagnoses catalogue, Evidence seen) {
    Optional<Diagnosis> known = catalogue.find(seen);
    known.ifPresent(row -> show(terminal, row));
    if (known.isPresent()) {
      return ExitCode.OK;
    }
    String general = GeneralMeaning.of(seen).orElse("");
    if (json) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("known", false);
      row.put("general", general);
      terminal.line(Json.of(row));
    } else {
      terminal.line("This is not in the catalogue of diagnoses.");
      if (!general.isEmpty()) {
        terminal.line(Wrapped.text("In general: " + general, "    "));
      }
      terminal.line(
          Wrapped.text(
              "`postern doctor` walks the whole way and may find where it comes from.", ""));
    }
    return ExitCode.UNEXPECTED;
  }

  private void show(Terminal terminal, Diagnosis known) {
    if (json) {
      terminal.line(Json.of(asMap(known)));
      return;
    }
    terminal.line(known.id());
    labelled(terminal, "Means:    ", known.meaning());
    labelled(terminal, "Why:      ", known.why());
    labelled(terminal, "Do:       ", known.remedy());
    labelled(terminal, "For:      ", known.audience().toString());
    labelled(terminal, "The mail: ", DiagnosisReference.words(known.action()) + ".");
    labelled(terminal, "Source:   ", known.source() + " (" + known.date() + ")");
  }

  private static Map<String, Object> asMap(Diagnosis known) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("known", true);
    row.put("id", known.id());
    row.put("meaning", known.meaning());
    row.put("why", known.why());
    row.put("remedy", known.remedy());
    row.put("for", known.audience());
    row.put("action", known.action());
    row.put("provider", known.provider());
    row.put("source", known.source());
    row.put("date", known.date());
    return row;
  }

  private static void labelled(Terminal terminal, String label, String words) {
    terminal.line(Wrapped.text("  " + label + words, "  " + " ".repeat(label.length())));
  }

  private String seen(Terminal terminal) throws IOException {
    if (text.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "say what was seen, or use --id, --list or --reference");
    }
    return text.equals(List.of("-"))
        ? new String(terminal.in().readNBytes(LONGEST), StandardCharsets.UTF_8)
        : String.join(" ", text);
  }

  /** With the rows of plug-ins, where the configuration is good enough to have any. */
  private Diagnoses catalogue() {
    Path folder = postern.config.orElseGet(postern.bundle()::conf);
    Configuration configuration = Configuration.of(folder, postern.bundle());
    try {
      return configuration.strategies(configuration.plugins()).diagnoses();
    } catch (UncheckedIOException | IllegalArgumentException broken) {
      return configuration.strategies(Plugins.none()).diagnoses();
    }
  }
}
