package org.postern.distribution.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postern.distribution.output.Json;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.postern.spool.Queue.Entry;
import org.postern.spool.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What waits. */
@Command(
    name = "list",
    description = {
      "List the mail in the spool, the oldest first, with the trouble of mail that was tried.",
      "Above them stands why all mail waits, where it does.",
      "AGE since it arrived, NEXT until it is tried again (due: as soon as all mail may go).",
      "`postern queue show ID` has the whole of a trouble that is cut."
    })
final class QueueListCommand implements Callable<Integer> {

  private static final int PAGE = 500;

  @ParentCommand QueueCommand queue;

  @Mixin QueueSelection selection;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Show N mails at most; 0: all (default: ${DEFAULT-VALUE}).")
  int limit = 100;

  @Option(names = "--json", description = "Print a JSON array.")
  boolean json;

  @Override
  public Integer call() {
    if (limit < 0) {
      throw CommandFailure.usage("--limit is a number from 0 on");
    }
    Terminal terminal = queue.postern.terminal();
    try (Spool spool = queue.spool()) {
      if (!json) {
        Route.held(queue.postern, QueueCommand.now())
            .ifPresent(why -> terminal.line(Wrapped.text(why, "  ")));
      }
      Printer printer = json ? new JsonPrinter(terminal) : new TablePrinter(terminal);
      boolean more = pages(spool.queue(), printer);
      printer.end(empty(spool.queue()));
      if (more) {
        terminal.note("There is more; --limit 0 shows all.");
      }
      return ExitCode.OK;
    }
  }

  /** What is said where nothing was listed. */
  private String empty(Queue mails) {
    long all = mails.counts().mails();
    return all == 0 || selection.everything()
        ? "No mail waits."
        : "No mail fits; mails in the spool: %d.".formatted(all);
  }

  /** Page by page, so that a long queue never stands whole in memory; true where some is left. */
  private boolean pages(Queue mails, Printer printer) {
    int left = limit == 0 ? Integer.MAX_VALUE : limit;
    Optional<MailId> after = Optional.empty();
    while (true) {
      // one more than is shown tells whether there is more
      int most = left < PAGE ? left + 1 : PAGE;
      List<Entry> page = mails.list(selection.filter(), after, most);
      List<Entry> shown = page.size() > left ? page.subList(0, left) : page;
      if (!shown.isEmpty()) {
        printer.page(shown);
        after = Optional.of(shown.get(shown.size() - 1).id());
      }
      left -= shown.size();
      if (page.size() > shown.size()) {
        return true;
      }
      if (page.size() < most) {
        return false;
      }
    }
  }

  private interface Printer {
    void page(List<Entry> mails);

    void end(String empty);
  }

  private static final class TablePrinter implements Printer {
    private final Terminal terminal;
    private boolean some;

    TablePrinter(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public void page(List<Entry> mails) {
      some = true;
      QueueRows.table(mails, QueueCommand.now()).forEach(terminal::line);
    }

    @Override
    public void end(String empty) {
      if (!some) {
        terminal.line(empty);
      }
    }
  }

  private static final class JsonPrinter implements Printer {
    private final Terminal terminal;
    private boolean begun;

    JsonPrinter(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public void page(List<Entry> mails) {
      List<String> rows = new ArrayList<>();
      mails.forEach(mail -> rows.add(Json.of(QueueRows.asMap(mail))));
      terminal.out().print((begun ? ",\n" : "[") + String.join(",\n", rows));
      begun = true;
    }

    @Override
    public void end(String empty) {
      terminal.line(begun ? "]" : "[]");
    }
  }
}
