package org.postern.spool.internal.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.postern.spool.internal.sql.Migrations;
import org.postern.spool.internal.sql.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves what can be read of a damaged file into a new one, and keeps the old one under a name that
 * says so. Whenever it is cut short, the next start either begins anew or finishes it.
 */
record Salvage(SpoolFolder folder, SqliteSessions sessions) {

  private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final String COMPANIONS = "-wal -shm -journal";

  private static Path fresh(SpoolFolder folder) {
    return folder.file("spool.db.saved");
  }

  /** The new file is whole when the old one has given up its name. */
  static void finish(SpoolFolder folder) throws IOException {
    Path fresh = fresh(folder);
    if (Files.exists(fresh) && !Files.exists(folder.database())) {
      Files.move(fresh, folder.database(), StandardCopyOption.ATOMIC_MOVE);
      sync(folder.path());
    }
  }

  void run() throws SQLException, IOException {
    LOG.error(
        "The spool's file {} is damaged. What can be read of it is being saved into a new one",
        folder.database());
    Path fresh = fresh(folder);
    Files.deleteIfExists(fresh);
    deleteCompanions(fresh);
    folder.create(fresh);
    SalvageCount count = copy(fresh);
    Path kept = folder.file("spool.db.damaged-" + STAMP.format(Instant.now()));
    for (String end : COMPANIONS.split(" ")) {
      Path companion = companion(folder.database(), end);
      if (Files.exists(companion)) {
        Files.move(companion, companion(kept, end));
      }
    }
    Files.move(folder.database(), kept, StandardCopyOption.ATOMIC_MOVE);
    sync(folder.path());
    finish(folder);
    LOG.error(
        "{} mails were saved from the damaged spool, {} of them with bytes that are not those that"
            + " came in (kept as dead: postern queue list --state dead); {} could not be read. The"
            + " damaged file is kept as {}; look at the disk (dmesg), and delete that file when"
            + " nobody misses a mail",
        count.saved(),
        count.spoilt(),
        count.lostText(),
        kept);
  }

  private SalvageCount copy(Path fresh) throws SQLException, IOException {
    try (Session to = sessions.of(fresh).writer()) {
      to.update("BEGIN IMMEDIATE");
      Migrations.beside(Salvage.class).apply(to, fresh.toString());
      to.update("PRAGMA application_id = " + SqliteOpening.OURS);
      to.update("COMMIT");
      to.query("PRAGMA wal_checkpoint(TRUNCATE)", row -> 0);
      to.update("BEGIN IMMEDIATE");
      SalvageCount count = readInto(to);
      to.update("COMMIT");
      to.query("PRAGMA wal_checkpoint(TRUNCATE)", row -> 0);
      return count;
    }
  }

  private SalvageCount readInto(Session to) throws SQLException, IOException {
    SalvageCopy copy = new SalvageCopy(to);
    try (Session from = sessions.lenientReader()) {
      copy.all(from);
    } catch (SQLException noHead) {
      withNewHead(copy);
    }
    copy.count();
    return copy.counted();
  }

  /** Without its first page nothing of a file can be read, and that page is the same in all. */
  private void withNewHead(SalvageCopy copy) throws IOException {
    Path headed = folder.file("spool.db.headed");
    Path log = companion(folder.database(), "-wal");
    try {
      folder.create(headed);
      DatabaseHead.exchange(folder.database(), fresh(folder), headed);
      if (Files.exists(log)) {
        Files.copy(log, companion(headed, "-wal"), StandardCopyOption.REPLACE_EXISTING);
      }
      try (Session from = sessions.of(headed).lenientReader()) {
        copy.all(from);
      }
    } catch (SQLException nothingReadable) {
      LOG.error("Nothing of {} can be read: {}", folder.database(), nothingReadable.getMessage());
    } finally {
      Files.deleteIfExists(headed);
      deleteCompanions(headed);
    }
  }

  private static Path companion(Path database, String end) {
    return database.resolveSibling(database.getFileName() + end);
  }

  private static void deleteCompanions(Path database) throws IOException {
    for (String end : List.of(COMPANIONS.split(" "))) {
      Files.deleteIfExists(companion(database, end));
    }
  }

  /** A new name is on the disk only when its folder is (a power cut would undo it). */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }
}
