package org.postern.spool.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's result codes mean for a spool, in words. */
final class SqliteFaults {

  private static final int PRIMARY = 0xFF;

  private SqliteFaults() {}

  private static int code(SQLException fault) {
    return fault instanceof SQLiteException known
        ? known.getResultCode().code
        : SQLiteErrorCode.SQLITE_ERROR.code;
  }

  private static boolean is(SQLException fault, SQLiteErrorCode primary) {
    return (code(fault) & PRIMARY) == primary.code;
  }

  private static boolean damage(SQLException fault) {
    return is(fault, SQLiteErrorCode.SQLITE_CORRUPT)
        || is(fault, SQLiteErrorCode.SQLITE_NOTADB)
        // a head with a version or an encoding that does not exist has no code of its own
        || String.valueOf(fault.getMessage()).contains("unsupported file format");
  }

  /** What is to be mended before the file is used again; empty where nothing is. */
  static Optional<Ailments.Kind> kind(SQLException fault) {
    if (damage(fault)) {
      return Optional.of(Ailments.Kind.DAMAGED);
    }
    if (is(fault, SQLiteErrorCode.SQLITE_IOERR)) {
      return Optional.of(Ailments.Kind.DISK);
    }
    if (is(fault, SQLiteErrorCode.SQLITE_FULL)) {
      return Optional.of(Ailments.Kind.FULL);
    }
    boolean rights =
        is(fault, SQLiteErrorCode.SQLITE_READONLY) || is(fault, SQLiteErrorCode.SQLITE_CANTOPEN);
    return rights ? Optional.of(Ailments.Kind.RIGHTS) : Optional.empty();
  }

  static SpoolException explain(SQLException fault, Path file) {
    if (fault instanceof SqliteLibrary.Missing) {
      return new SpoolException(Kind.UNUSABLE, fault.getMessage(), fault);
    }
    if (is(fault, SQLiteErrorCode.SQLITE_FULL) || noRoom(fault, file)) {
      return new SpoolException(
          Kind.FULL,
          "the disk or quota of " + file + " is full; make room there, a restart is not needed",
          fault);
    }
    if (is(fault, SQLiteErrorCode.SQLITE_BUSY) || is(fault, SQLiteErrorCode.SQLITE_LOCKED)) {
      return new SpoolException(
          Kind.BUSY,
          file
              + " is locked by another program for longer than it should; end whatever reads or"
              + " copies it (lsof "
              + file
              + "), then all goes on by itself",
          fault);
    }
    if (damage(fault)) {
      return new SpoolException(
          Kind.UNUSABLE,
          file + " is damaged; the server saves what can be read of it, and keeps the old file",
          fault);
    }
    return new SpoolException(
        Kind.UNUSABLE, file + " cannot be used: " + reason(fault) + remedy(fault), fault);
  }

  private static boolean noRoom(SQLException fault, Path file) {
    // some places tell of a full disk by an input/output error
    try {
      return is(fault, SQLiteErrorCode.SQLITE_IOERR)
          && Files.getFileStore(file).getUsableSpace() < 1 << 16;
    } catch (IOException unknown) {
      return false;
    }
  }

  private static String reason(SQLException fault) {
    return fault instanceof SQLiteException known
        ? known.getResultCode().name()
        : String.valueOf(fault.getMessage());
  }

  private static String remedy(SQLException fault) {
    if (is(fault, SQLiteErrorCode.SQLITE_READONLY) || is(fault, SQLiteErrorCode.SQLITE_PERM)) {
      return "; its disk, folder or file is read-only for user "
          + System.getProperty("user.name")
          + ": let it belong to the account that runs Postern and mount the disk writable";
    }
    if (is(fault, SQLiteErrorCode.SQLITE_CANTOPEN)) {
      return "; see that file and folder are there and belong to the account that runs Postern";
    }
    if (is(fault, SQLiteErrorCode.SQLITE_IOERR)) {
      return "; the disk does not do its part: see the system's log (dmesg). Postern tries again"
          + " with each mail";
    }
    return "; see that it is a spool of Postern, not another database";
  }
}
