package org.postern.distribution.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.postern.distribution.output.Json;
import org.postern.triggers.TriggerResult;
import org.postern.triggers.host.FieldChange;
import org.postern.triggers.run.LogLine;
import org.postern.triggers.run.ReadableMail;
import org.postern.triggers.run.ScriptFault;
import org.postern.triggers.run.SentMail;

/** Shows what a script did: its mail on standard output, its log on standard error. */
final class TriggerReport {

  private static final String INDENT = "    ";

  private final Terminal terminal;
  private final boolean dryRun;

  TriggerReport(Terminal terminal, boolean dryRun) {
    this.terminal = terminal;
    this.dryRun = dryRun;
  }

  int exitCode(TriggerResult result) {
    return switch (result.ending()) {
      case FAILED -> ExitCode.SCRIPT_FAILED;
      case VETOED -> ExitCode.SCRIPT_VETOED;
      case COMPLETED, LEFT ->
          result.mails().stream()
              .mapToInt(mail -> ExitCode.of(mail.result()))
              .max()
              .orElse(ExitCode.OK);
    };
  }

  void print(TriggerResult result) {
    for (LogLine line : result.log()) {
      String category = line.category().isEmpty() ? "" : "[" + line.category() + "] ";
      terminal.note(
          Wrapped.text(line.level() + " " + category + LogLayout.escaped(line.text()), INDENT));
    }
    int number = 0;
    for (SentMail mail : result.mails()) {
      number++;
      if (dryRun) {
        whole(number, ReadableMail.of(mail.message()));
      } else {
        SendReport.print(mail.result(), terminal);
      }
    }
    for (FieldChange change : result.changes()) {
      terminal.line(
          Wrapped.text(
              "changed: item "
                  + change.issue()
                  + ", "
                  + change.field()
                  + " = "
                  + change.value().map(LogLayout::escaped).orElse("(empty)"),
              INDENT));
    }
    result.errors().forEach(error -> terminal.note(Wrapped.text("error: " + error, INDENT)));
    ending(result);
  }

  private void whole(int number, ReadableMail mail) {
    terminal.line("--- mail " + number + " (not sent) ---");
    mail.asText().lines().forEach(line -> terminal.line(LogLayout.escaped(line)));
  }

  private void ending(TriggerResult result) {
    String mails = result.mails().size() == 1 ? "1 mail" : result.mails().size() + " mails";
    String said = result.message().isEmpty() ? "" : ": " + LogLayout.escaped(result.message());
    switch (result.ending()) {
      case COMPLETED -> terminal.line("The script ran to its end; " + mails + ".");
      case LEFT ->
          terminal.line(Wrapped.text("The script left" + said + "; " + mails + ".", INDENT));
      case VETOED -> terminal.note(Wrapped.text("The script refused the operation" + said, INDENT));
      case FAILED -> fault(result.fault().orElseThrow());
    }
  }

  private void fault(ScriptFault fault) {
    terminal.note(Wrapped.text("postern: " + LogLayout.escaped(fault.toString()), INDENT));
    if (!fault.sourceLine().isEmpty()) {
      terminal.note("  > " + LogLayout.escaped(fault.sourceLine()));
    }
    if (fault.stack().size() > 1) {
      fault.stack().forEach(call -> terminal.note("  at " + LogLayout.escaped(call)));
    }
  }

  void json(TriggerResult result) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("ending", result.ending().name().toLowerCase(Locale.ROOT));
    all.put("message", result.message());
    all.put("fault", result.fault().map(TriggerReport::fields));
    all.put("mails", result.mails().stream().map(TriggerReport::fields).toList());
    all.put("changes", result.changes().stream().map(TriggerReport::fields).toList());
    all.put("errors", result.errors());
    all.put("log", result.log().stream().map(TriggerReport::fields).toList());
    terminal.line(Json.of(all));
  }

  private static Map<String, Object> fields(ScriptFault fault) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kind", fault.kind().name().toLowerCase(Locale.ROOT));
    row.put("message", fault.message());
    row.put("script", fault.script());
    fault.line().ifPresent(line -> row.put("line", line));
    row.put("sourceLine", fault.sourceLine());
    row.put("stack", fault.stack());
    return row;
  }

  private static Map<String, Object> fields(SentMail sent) {
    ReadableMail mail = ReadableMail.of(sent.message());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("mailFrom", mail.envelopeSender());
    row.put("rcptTo", mail.envelopeRecipients());
    row.put("from", mail.from());
    row.put("to", mail.to());
    row.put("cc", mail.cc());
    row.put("replyTo", mail.replyTo());
    row.put("subject", mail.subject());
    row.put("text", mail.text());
    row.put("html", mail.html());
    row.put("files", mail.files().stream().map(ReadableMail.FilePart::toString).toList());
    row.put("result", SendReport.asMap(sent.result()));
    return row;
  }

  private static Map<String, Object> fields(FieldChange change) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("item", change.issue());
    row.put("field", change.field());
    row.put("value", change.value());
    return row;
  }

  private static Map<String, Object> fields(LogLine line) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("level", line.level().name().toLowerCase(Locale.ROOT));
    row.put("category", line.category());
    row.put("text", line.text());
    return row;
  }
}
