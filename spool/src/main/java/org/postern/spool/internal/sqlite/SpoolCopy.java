package org.postern.spool.internal.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;
import org.postern.spool.internal.sql.Session;

/**
 * Copies the spool's file while it is written to: what a plain copy would be without its log, or in
 * the middle of a transaction, this is not.
 */
record SpoolCopy(SqliteSessions sessions) {

  void into(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    if (Files.exists(whole)) {
      throw new SpoolException(Kind.UNUSABLE, whole + " exists already; name a new file");
    }
    Path part = whole.resolveSibling("." + whole.getFileName() + ".part");
    try {
      remove(part);
      // SQLite fills an empty file and leaves it its rights
      new SpoolFolder(whole.getParent()).create(part);
      try (Session session = sessions.copier()) {
        session.update("VACUUM INTO ?", part.toString());
      }
      force(part, StandardOpenOption.WRITE);
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
      force(whole.getParent(), StandardOpenOption.READ);
    } catch (SQLException fault) {
      throw new SpoolException(
          SqliteFaults.explain(fault, sessions.file()).kind(),
          "the spool cannot be copied into "
              + whole
              + ": "
              + fault.getMessage()
              + "; look at the disk and at the rights there",
          fault);
    } catch (IOException fault) {
      throw new SpoolFolder(whole.getParent()).unusable(whole + " cannot be written", fault);
    } finally {
      remove(part);
    }
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  private static void remove(Path part) {
    // where it broke off SQLite leaves its journal beside it
    for (String end : List.of("", "-journal", "-wal", "-shm")) {
      try {
        Files.deleteIfExists(part.resolveSibling(part.getFileName() + end));
      } catch (IOException stays) {
        // it is no whole backup, and its name says so
      }
    }
  }
}
