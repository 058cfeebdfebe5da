package org.postern.spool.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Optional;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;
import org.postern.spool.internal.sql.Migrations;
import org.postern.spool.internal.sql.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Opens the writer's session: makes the file, mends what is ailing, brings the schema up to date.
 * Used by the writer's thread alone.
 */
final class SqliteOpening {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteOpening.class);

  /** "Post" in ASCII: says that a database is a spool of ours. */
  static final int OURS = 0x506F7374;

  /** A file up to this size is read through at each start: some 100 ms. */
  private static final long CHECKED = 64L << 20;

  private static final int SERVER = 0;

  private final SpoolFolder folder;
  private final boolean makes;
  private final SqliteSessions sessions;
  private final Readers readers;
  private final Optional<Possession> possession;
  private final Ailments ailments;
  private final Reserve reserve;
  private boolean opened;

  SqliteOpening(
      SpoolFolder folder,
      boolean makes,
      SqliteSessions sessions,
      Readers readers,
      Optional<Possession> possession,
      Ailments ailments,
      Reserve reserve) {
    this.folder = folder;
    this.makes = makes;
    this.sessions = sessions;
    this.readers = readers;
    this.possession = possession;
    this.ailments = ailments;
    this.reserve = reserve;
  }

  Session open(long now) throws SQLException {
    try {
      Salvage.finish(folder);
      if (makes) {
        folder.create(folder.database());
      } else if (Files.notExists(folder.database())) {
        throw folder.absent();
      }
    } catch (IOException failed) {
      throw folder.lost(folder.database() + " cannot be made", failed);
    }
    ailments.took(Ailments.Kind.RIGHTS);
    if (ailments.took(Ailments.Kind.MOVED)) {
      readers.close();
    }
    if (possession.isPresent() && ailments.took(Ailments.Kind.DAMAGED)) {
      salvage();
    }
    try {
      return session(now);
    } catch (SQLException fault) {
      ailments.note(fault);
      boolean full = SqliteFaults.explain(fault, folder.database()).kind() == Kind.FULL;
      if (full && reserve.release()) {
        ailments.took(Ailments.Kind.DISK);
        ailments.took(Ailments.Kind.FULL);
        return session(now);
      }
      if (possession.isEmpty() || !ailments.took(Ailments.Kind.DAMAGED)) {
        throw fault;
      }
      salvage();
      return session(now);
    }
  }

  private void salvage() throws SQLException {
    readers.close();
    try {
      new Salvage(folder, sessions).run();
    } catch (IOException failed) {
      ailments.note(Ailments.Kind.DAMAGED);
      throw folder.unusable(folder.database() + " is damaged and cannot be exchanged", failed);
    } catch (SQLException failed) {
      ailments.note(Ailments.Kind.DAMAGED);
      throw failed;
    }
  }

  private Session session(long now) throws SQLException {
    Session session = sessions.writer();
    try {
      prepare(session, now);
      return session;
    } catch (SQLException | RuntimeException failed) {
      session.close();
      throw failed;
    }
  }

  /**
   * After a failed sync nobody knows which pages of the log are on the disk, and another sync would
   * not say so: the kernel has forgotten them. What is committed is copied into the database file,
   * which is synced anew, and the log begins from its start. This is done in the session that met
   * the fault, for it alone knows which of the log's pages were refused; whoever reads the log
   * afresh would take them for committed.
   */
  static void rewriteLog(Session session) throws SQLException {
    int busy = session.first("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1)).orElseThrow();
    if (busy != 0) {
      throw new SQLiteException("its log is in use", SQLiteErrorCode.SQLITE_BUSY);
    }
  }

  /** On a full disk: what is in the log goes to the database, and the log's room is used again. */
  void makeRoom(Session session) {
    reserve.release();
    try {
      session.query("PRAGMA wal_checkpoint(RESTART)", row -> 0);
    } catch (SQLException stillFull) {
      LOG.debug("No room for the log of {}", folder.database(), stillFull);
    }
  }

  private void prepare(Session session, long now) throws SQLException {
    if (possession.isPresent() && !opened) {
      check(session);
    }
    Runnable begun = () -> {};
    session.update("BEGIN IMMEDIATE");
    try {
      refuseForeign(session);
      Migrations.beside(SqliteOpening.class).apply(session, folder.database().toString());
      if (possession.isPresent() && !opened) {
        begun = Housekeeping.begin(session, SERVER, now, DoneLog.read(folder.doneLog()));
      }
      session.update("COMMIT");
    } catch (SQLException | RuntimeException failed) {
      undo(session, failed);
      throw failed;
    }
    opened = true;
    begun.run();
  }

  private static void undo(Session session, Exception why) {
    try {
      session.update("ROLLBACK");
    } catch (SQLException undone) {
      // after some faults SQLite has undone all by itself
      why.addSuppressed(undone);
    }
  }

  private void check(Session session) throws SQLException {
    try {
      if (Files.size(folder.database()) > CHECKED) {
        return;
      }
    } catch (IOException unknown) {
      throw folder.unusable(folder.database() + " cannot be read", unknown);
    }
    String verdict =
        session.first("PRAGMA quick_check(1)", row -> row.getString(1)).orElse("no answer");
    if (!verdict.equals("ok")) {
      throw new SQLiteException(verdict, SQLiteErrorCode.SQLITE_CORRUPT);
    }
  }

  private void refuseForeign(Session session) throws SQLException {
    int id = session.first("PRAGMA application_id", row -> row.getInt(1)).orElse(0);
    if (id == OURS) {
      return;
    }
    int tables =
        session.first("SELECT COUNT(*) FROM sqlite_schema", row -> row.getInt(1)).orElse(0);
    if (tables > 0) {
      throw new SpoolException(
          Kind.UNUSABLE,
          folder.database()
              + " is a database, but no spool of Postern, and is left as it is; move it away, or name"
              + " another postern.spool.folder");
    }
    session.update("PRAGMA application_id = " + OURS);
  }
}
