package org.postern.distribution.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.postern.core.settings.ModeKeys;
import org.postern.distribution.output.Json;
import org.postern.distribution.output.Sizes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The mail that a test mode kept. */
@Command(
    name = "captured",
    description = {
      "List the mail that a test mode kept back (postern.mode), the oldest first.",
      "Each is a whole file in postern.mode.folder: open it with a mail program."
    })
final class CapturedCommand implements Callable<Integer> {

  @ParentCommand PosternCommand postern;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Show the newest N mails at most; 0: all (default: ${DEFAULT-VALUE}).")
  int limit = 100;

  @Option(names = "--json", description = "Print a JSON array.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    if (limit < 0) {
      throw CommandFailure.usage("--limit is a number from 0 on");
    }
    Path folder = postern.configuration().peek(ModeKeys.FOLDER).orElseThrow();
    List<Path> files = files(folder);
    Terminal terminal = postern.terminal();
    if (json) {
      terminal.out().print("[");
    }
    for (int i = 0; i < files.size(); i++) {
      CapturedMail mail = CapturedMail.read(files.get(i));
      if (json) {
        terminal.out().print((i == 0 ? "" : ",\n") + Json.of(row(mail)));
      } else {
        lines(mail).forEach(terminal::line);
      }
    }
    if (json) {
      terminal.line("]");
    } else {
      terminal.line(
          Wrapped.text(
              files.isEmpty() ? "No mail was captured in " + folder : "They are in " + folder,
              "    "));
    }
    return ExitCode.OK;
  }

  private List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> mails =
          all.filter(file -> file.getFileName().toString().matches("[^.].*\\.eml"))
              .sorted()
              .toList();
      return limit == 0 ? mails : mails.subList(Math.max(0, mails.size() - limit), mails.size());
    }
  }

  private static List<String> lines(CapturedMail mail) {
    int more = mail.recipients().size() - 1;
    String to = mail.recipients().isEmpty() ? "nobody" : mail.recipients().get(0);
    String about =
        mail.sender() + " to " + to + (more > 0 ? " +" + more : "") + ": " + mail.subject();
    return List.of(
        mail.name()
            + "  "
            + Sizes.bytes(mail.size())
            + ", "
            + Sizes.time(Duration.between(mail.changed(), Instant.now()))
            + " ago",
        Table.cut("    " + LogLayout.escaped(about), 80));
  }

  private static Map<String, Object> row(CapturedMail mail) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("file", mail.name());
    row.put("captured", mail.changed());
    row.put("size", mail.size());
    row.put("sender", mail.sender());
    row.put("recipients", mail.recipients());
    row.put("subject", mail.subject());
    return row;
  }
}
