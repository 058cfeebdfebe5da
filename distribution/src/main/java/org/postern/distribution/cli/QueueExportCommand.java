package org.postern.distribution.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postern.core.smtp.MessageBody;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.postern.spool.Queue.Entry;
import org.postern.spool.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Writes mails as files. */
@Command(
    name = "export",
    description = {
      "Write mails into files ID.eml, as they are in the spool, where they stay.",
      "Files of that name are not overwritten."
    })
final class QueueExportCommand implements Callable<Integer> {

  private static final int PAGE = 500;

  @ParentCommand QueueCommand queue;

  @Mixin QueueSelection selection;

  @Mixin QueueCommand.QueueAll all;

  @Mixin JsonOutput json;

  @Option(
      names = "--dir",
      paramLabel = "D",
      required = true,
      description = "The folder of the files.")
  Path folder;

  @Override
  public Integer call() throws IOException {
    QueueCommand.onlyWhatIsNamed(selection, all);
    Files.createDirectories(folder);
    Terminal terminal = queue.postern.terminal();
    int count = 0;
    try (Spool spool = queue.spool();
        Progress progress = Progress.on(terminal, "exported", spool.queue().counts().mails())) {
      Optional<MailId> after = Optional.empty();
      List<Entry> page;
      do {
        page = spool.queue().list(selection.filter(), after, PAGE);
        for (Entry mail : page) {
          count += export(spool.queue(), mail.id());
          after = Optional.of(mail.id());
          progress.at(count);
        }
      } while (page.size() == PAGE);
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("done", "export");
    row.put("mails", count);
    row.put("folder", folder.toAbsolutePath());
    row.put("named", selection.named());
    row.put("problems", count == 0 ? List.of("no mail in the spool fits") : List.of());
    json.say(terminal, row, "Exported " + count + " mails into " + folder + ".");
    return count == 0 ? ExitCode.UNEXPECTED : ExitCode.OK;
  }

  /** Zero where it was delivered in the meantime. */
  private int export(Queue mails, MailId id) throws IOException {
    Optional<MessageBody> body = mails.body(id);
    if (body.isEmpty()) {
      return 0;
    }
    Path file = folder.resolve(id + ".eml");
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW))) {
      body.get().writeTo(out);
    }
    return 1;
  }
}
