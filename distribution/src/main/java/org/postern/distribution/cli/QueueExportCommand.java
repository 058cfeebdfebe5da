package org.postern.distribution.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
      "Write mails into files ID.eml, as they are in the spool, where they stay. The files, and a"
          + " folder that is made for them, are for their owner alone.",
      "No file is overwritten: one that is the same already counts as exported, so that an export"
          + " that broke off can be run again; one that is not ends it."
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
    Terminal terminal = queue.postern.terminal();
    int count = 0;
    int same = 0;
    try (Spool spool = queue.spool();
        Progress progress = Progress.on(terminal, "exported", spool.queue().counts().mails())) {
      OwnFiles.folder(folder);
      Optional<MailId> after = Optional.empty();
      List<Entry> page;
      do {
        page = spool.queue().list(selection.filter(), after, PAGE);
        for (Entry mail : page) {
          switch (export(spool.queue(), mail.id())) {
            case WRITTEN -> count++;
            case SAME -> same++;
            case GONE -> {}
          }
          after = Optional.of(mail.id());
          progress.at(count + same);
        }
      } while (page.size() == PAGE);
    }
    int known = count + same;
    String already = same == 0 ? "" : "; " + same + " were there already";
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("done", "export");
    row.put("mails", count);
    row.put("already", same);
    row.put("folder", folder.toAbsolutePath());
    row.put("named", selection.named());
    row.put("problems", known == 0 ? List.of("no mail in the spool fits") : List.of());
    json.say(terminal, row, "Exported " + count + " mails into " + folder + already + ".");
    return known == 0 ? ExitCode.UNEXPECTED : ExitCode.OK;
  }

  private enum Done {
    WRITTEN,
    /** By an export before. */
    SAME,
    /** It was delivered in the meantime. */
    GONE
  }

  /** Whole or not at all: what broke off leaves no file that looks like a mail. */
  private Done export(Queue mails, MailId id) throws IOException {
    Optional<MessageBody> body = mails.body(id);
    if (body.isEmpty()) {
      return Done.GONE;
    }
    Path file = folder.resolve(id + ".eml");
    Path part = folder.resolve(id + ".eml.part");
    Files.deleteIfExists(part);
    try {
      write(body.get(), part);
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(part, file);
        return Done.WRITTEN;
      }
      if (Files.isRegularFile(file) && Files.mismatch(part, file) < 0) {
        return Done.SAME;
      }
      throw CommandFailure.usage(
          file
              + " exists already, is another than the mail in the spool, and is not overwritten;"
              + " move it away, or name another folder");
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void write(MessageBody body, Path part) throws IOException {
    try (OutputStream out = new BufferedOutputStream(OwnFiles.create(part))) {
      body.writeTo(out);
    } catch (FileSystemException named) {
      throw named;
    } catch (IOException failed) {
      throw new CommandFailure(
          ExitCode.TRY_AGAIN,
          part
              + " cannot be written: "
              + failed.getMessage()
              + "; make room there, or name another folder, and run it again: it goes on where it"
              + " broke off",
          failed);
    }
  }
}
