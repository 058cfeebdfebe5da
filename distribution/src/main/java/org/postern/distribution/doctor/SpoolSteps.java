package org.postern.distribution.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.postern.core.examination.Finding;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingValues;
import org.postern.distribution.wiring.Configuration;
import org.postern.spool.Queue;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolKeys;
import org.postern.spool.sql.Spools;

/**
 * Whether the spool is a place where mail can wait, and what waits there. A spool that is not there
 * yet is made by the first start of the server, not by a look at it.
 */
final class SpoolSteps {

  private static final String STAGE = "files";
  private static final String NAME = "spool";
  private static final Set<String> FLEETING = Set.of("tmpfs", "ramfs", "overlay", "aufs");
  private static final long MEGABYTE = 1024L * 1024;

  private final Configuration configuration;
  private final Bench bench;

  SpoolSteps(Configuration configuration, Bench bench) {
    this.configuration = configuration;
    this.bench = bench;
  }

  /**
   * @param settings empty where they cannot be used; then what waits is not counted
   */
  void all(Optional<MailSettings> settings) {
    if (settings.map(MailSettings::values).flatMap(v -> v.find(SpoolKeys.URL)).isPresent()) {
      contents(settings.get().values(), "the spool in PostgreSQL");
      return;
    }
    Optional<Path> folder = configuration.peek(SpoolKeys.FOLDER).filter(Files::exists);
    if (folder.isPresent() && usable(folder.get()) && settings.isPresent()) {
      contents(settings.get().values(), folder.get().toString());
    }
  }

  /** False where it is no use to look into it. */
  private boolean usable(Path folder) {
    if (!Files.isDirectory(folder)) {
      fault("the spool " + folder + " cannot be used: it is no folder");
      return false;
    }
    if (!Files.isWritable(folder) || !Files.isReadable(folder)) {
      fault(
          "the spool "
              + folder
              + " cannot be used by "
              + System.getProperty("user.name")
              + "; look as the account of the server");
      return false;
    }
    Rights.of(folder)
        .filter(rights -> rights.readableByOthers() || rights.writableByOthers())
        .ifPresent(
            rights ->
                bench.found(
                    Finding.fault(
                        STAGE,
                        NAME,
                        "the spool " + folder + " is open to others; run: chmod 700 " + folder),
                    new Fix.Mode(folder, "rwx------")));
    disk(folder);
    return true;
  }

  private void disk(Path folder) {
    try {
      FileStore disk = Files.getFileStore(folder);
      if (FLEETING.contains(disk.type())) {
        bench.found(
            Finding.hint(
                STAGE,
                NAME,
                "the spool "
                    + folder
                    + " is on "
                    + disk.type()
                    + ", which does not outlive a restart of the machine or container"));
      }
      long free = disk.getUsableSpace() / MEGABYTE;
      int kept = configuration.peekValue(SpoolKeys.KEEP_FREE).orElse(0);
      if (free < kept) {
        fault(
            "the disk of the spool "
                + folder
                + " has "
                + free
                + " MB free, fewer than the "
                + kept
                + " of "
                + SpoolKeys.KEEP_FREE.name());
      }
    } catch (IOException unknown) {
      fault("the spool " + folder + " cannot be used: its disk is unknown: " + unknown);
    }
  }

  private void contents(SettingValues values, String name) {
    try (Spool spool = Spools.existing(values)) {
      Queue.Counts counts = spool.queue().counts();
      if (counts.dead() > 0) {
        bench.found(
            Finding.hint(
                STAGE,
                NAME,
                name
                    + " has mail that was given up, for "
                    + counts.dead()
                    + " recipients, and nobody could be told"));
      } else {
        bench.found(Finding.good(STAGE, NAME, name + ": " + counts.mails() + " mails"));
      }
    } catch (SpoolException fault) {
      if (fault.kind() == SpoolException.Kind.ABSENT) {
        return;
      }
      fault("the spool cannot be used: " + fault.getMessage());
    }
  }

  private void fault(String seen) {
    bench.found(Finding.fault(STAGE, NAME, seen));
  }
}
