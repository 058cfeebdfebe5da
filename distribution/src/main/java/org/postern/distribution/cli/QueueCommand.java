package org.postern.distribution.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.postern.distribution.output.Json;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.postern.spool.Queue.Change;
import org.postern.spool.Queue.Filter;
import org.postern.spool.Spool;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The mail that waits, while the server runs and while it does not. */
@Command(
    name = "queue",
    description = {
      "Look at the mail that waits in the spool, and change what becomes of it.",
      "Works while `postern run` runs and while it does not, and as long as the settings of the"
          + " spool itself can be read, whatever is wrong with others; exits 3 where there is no"
          + " spool."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {QueueListCommand.class, QueueExportCommand.class})
final class QueueCommand implements Runnable {

  @ParentCommand PosternCommand postern;

  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The spool of the settings; whoever opens it closes it. */
  Spool spool() {
    return SpoolOfSettings.existing(postern);
  }

  @Command(
      name = "show",
      description = {
        "Show all that is known of one mail. Exits 1: no such mail.",
        "Above it stands why all mail waits, where it does."
      })
  int show(
      @Parameters(paramLabel = "ID", description = "The mail.") String id,
      @Option(names = "--json", description = "Print it as JSON.") boolean json) {
    try (Spool spool = spool()) {
      Terminal terminal = postern.terminal();
      return spool
          .queue()
          .find(QueueSelection.id(id))
          .map(
              mail -> {
                if (json) {
                  terminal.line(Json.of(QueueRows.asMap(mail)));
                } else {
                  if (QueueRows.waits(mail)) {
                    Route.held(postern, now())
                        .ifPresent(why -> terminal.line(Wrapped.text(why, "  ")));
                  }
                  QueueRows.whole(mail, now(), ZoneId.systemDefault()).forEach(terminal::line);
                }
                return ExitCode.OK;
              })
          .orElseThrow(() -> absent(id));
    }
  }

  @Command(
      name = "retry",
      description = {
        "Try waiting mail and mail that was given up again, at once.",
        "Where all mail waits for the way to the mail server, the server tries that now."
      })
  int retry(@Mixin QueueSelection selection, @Mixin QueueAll all, @Mixin JsonOutput json) {
    return goingOn(json, change(selection, all, json, Doing.RETRY, Queue::retry));
  }

  @Command(name = "hold", description = "Keep waiting mail back, until it is released.")
  int hold(@Mixin QueueSelection selection, @Mixin QueueAll all, @Mixin JsonOutput json) {
    change(selection, all, json, Doing.HOLD, Queue::hold);
    return ExitCode.OK;
  }

  @Command(name = "release", description = "Let held mail go on.")
  int release(@Mixin QueueSelection selection, @Mixin QueueAll all, @Mixin JsonOutput json) {
    return goingOn(json, change(selection, all, json, Doing.RELEASE, Queue::release));
  }

  @Command(
      name = "drop",
      description = "Remove mail from the spool for good. Nobody is told; see also export.")
  int drop(
      @Mixin QueueSelection selection,
      @Mixin QueueAll all,
      @Mixin JsonOutput json,
      @Option(names = "--yes", description = "Do not ask.") boolean yes) {
    onlyWhatIsNamed(selection, all);
    if (!yes && !postern.terminal().confirms("Remove " + selection.inWords() + " for good?")) {
      throw CommandFailure.usage("nothing was dropped; --yes drops without a question");
    }
    change(selection, all, json, Doing.DROP, Queue::drop);
    return ExitCode.OK;
  }

  @Command(
      name = "backup",
      description = {
        "Copy the whole spool into a new file, while the server runs or not.",
        "A restored copy sends again what has left since: see docs/relay.md."
      })
  int backup(
      @Parameters(paramLabel = "FILE", description = "The new file.") Path file,
      @Mixin JsonOutput json)
      throws IOException {
    try (Spool spool = spool()) {
      spool.queue().backup(file);
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("done", "backup");
    row.put("file", file.toAbsolutePath());
    row.put("bytes", Files.size(file));
    row.put("problems", List.of());
    json.say(postern.terminal(), row, "The spool is copied into " + file + ".");
    return ExitCode.OK;
  }

  static CommandFailure absent(String id) {
    return new CommandFailure(
        ExitCode.UNEXPECTED, "there is no mail " + id + " in the spool; it may be delivered");
  }

  /** A slip of the hand must not change everything. */
  static void onlyWhatIsNamed(QueueSelection selection, QueueAll all) {
    if (selection.everything() != all.all) {
      throw CommandFailure.usage(
          "say which mails: ids, --state, --sender, --recipient, or else --all");
    }
  }

  /** Mail that is due goes nowhere while the way is held. */
  private int goingOn(JsonOutput json, Change change) {
    if (change.changed() > 0) {
      Route.tryNow(postern)
          .filter(said -> !said.isEmpty() && !json.json)
          .map(LogLayout::escaped)
          .ifPresent(said -> postern.terminal().line(Wrapped.text(said, "  ")));
    }
    return ExitCode.OK;
  }

  private Change change(
      QueueSelection selection,
      QueueAll all,
      JsonOutput json,
      Doing doing,
      BiFunction<Queue, Filter, Change> command) {
    onlyWhatIsNamed(selection, all);
    String person = Administrator.ofProcess(postern.terminal().environment());
    Change change;
    List<MailId> absent;
    try (Spool spool = spool();
        Progress progress =
            Progress.on(postern.terminal(), "mails", spool.queue().counts().mails())) {
      absent = selection.absent(spool.queue());
      change = command.apply(spool.queue().by(person).watchedBy(progress::at), selection.filter());
    }
    List<String> problems = doing.problems(selection, change, absent);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("done", doing.word());
    row.put("recipients", change.changed());
    row.put("busy", change.busy());
    row.put("named", selection.named());
    row.put("problems", problems);
    String end = problems.isEmpty() ? "." : "; " + String.join("; ", problems) + ".";
    String text = change.changed() + " recipients " + doing.done() + end;
    json.say(postern.terminal(), row, Wrapped.text(text, "  "));
    return change;
  }

  /** Changes everything only where that is said. */
  static final class QueueAll {
    @Option(names = "--all", description = "All mail of the spool.")
    boolean all;
  }

  /** Now; the lists show ages. */
  static Instant now() {
    return Instant.now();
  }
}
