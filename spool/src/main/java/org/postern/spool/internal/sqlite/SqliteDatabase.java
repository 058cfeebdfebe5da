package org.postern.spool.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;
import org.postern.spool.internal.sql.Database;
import org.postern.spool.internal.sql.Migrations;
import org.postern.spool.internal.sql.Session;

/** A spool in one file. */
public final class SqliteDatabase implements Database {

  private static final long SERVER = 0;
  private static final long GUEST = 1;

  private final SpoolFolder folder;
  private final Path file;
  private final Optional<SpoolLock> lock;
  private final long keepFree;
  private final Clock clock;
  private final SqliteSessions sessions;
  private final Readers readers;
  private final Housekeeping housekeeping = new Housekeeping();
  private volatile boolean ailing;
  private boolean opened;
  private long seen;

  /**
   * Takes the folder.
   *
   * @param serves true for the server, who alone may deliver
   * @param keepFree bytes of the disk below which no mail is taken in
   * @throws SpoolException of kind {@link Kind#IN_USE} where another server has it
   */
  public SqliteDatabase(Path folder, boolean serves, long keepFree, Clock clock) {
    this.folder = SpoolFolder.of(folder);
    this.file = this.folder.file("spool.db");
    this.keepFree = keepFree;
    this.clock = clock;
    this.lock = serves ? Optional.of(SpoolLock.take(this.folder)) : Optional.empty();
    this.sessions = new SqliteSessions(file);
    this.readers = new Readers(sessions::reader);
  }

  @Override
  public Session openWriter() throws SQLException {
    ailing = false;
    try {
      folder.create(file);
    } catch (IOException failed) {
      throw folder.unusable(file + " cannot be made", failed);
    }
    Session session = sessions.writer();
    try {
      prepare(session);
      return session;
    } catch (SQLException | RuntimeException failed) {
      session.close();
      throw failed;
    }
  }

  private void prepare(Session session) throws SQLException {
    begin(session);
    try {
      Migrations.beside(SqliteDatabase.class).apply(session, file.toString());
      if (lock.isPresent() && !opened) {
        housekeeping.begin(session, SERVER, clock.millis());
      }
      commit(session);
    } catch (SQLException | RuntimeException failed) {
      rollback(session);
      throw failed;
    }
    opened = true;
    seen = version(session);
  }

  @Override
  public void begin(Session writer) throws SQLException {
    writer.update("BEGIN IMMEDIATE");
  }

  @Override
  public void commit(Session writer) throws SQLException {
    writer.update("COMMIT");
  }

  @Override
  public void rollback(Session writer) throws SQLException {
    // after some faults SQLite has done so by itself, and says that there is nothing to undo
    writer.update("ROLLBACK");
  }

  @Override
  public boolean ailing() {
    return ailing;
  }

  @Override
  public <T> T read(Reading<T> reading) {
    try {
      return readers.read(reading);
    } catch (SQLException fault) {
      throw explain(fault);
    }
  }

  @Override
  public long now(Session session) {
    return clock.millis();
  }

  @Override
  public String skipLocked() {
    return "";
  }

  @Override
  public String lock() {
    return "";
  }

  @Override
  public long node() {
    return 0;
  }

  @Override
  public long uploader() {
    return lock.isPresent() ? SERVER : GUEST;
  }

  @Override
  public boolean othersCommitted(Session writer) throws SQLException {
    long now = version(writer);
    boolean changed = now != seen;
    seen = now;
    return changed;
  }

  private static long version(Session session) throws SQLException {
    return session.first("PRAGMA data_version", row -> row.getLong(1)).orElseThrow();
  }

  @Override
  public void tellOthers(Session writer) {
    // they see it by PRAGMA data_version
  }

  @Override
  public void tidy(Session writer) throws SQLException {
    if (lock.isPresent()) {
      housekeeping.tidy(this, writer, clock.millis());
    }
  }

  @Override
  public void admit() {
    try {
      long free = Files.getFileStore(file).getUsableSpace();
      if (free < keepFree) {
        throw new SpoolException(
            Kind.FULL,
            "the disk of %s has %d MB left, and new mail is taken in from %d MB on only; make room"
                    .formatted(folder.path(), free >> 20, keepFree >> 20)
                + " there, a restart is not needed (postern.spool.keep_free_mb)");
      }
    } catch (IOException unknown) {
      throw folder.unusable(file + " is out of reach", unknown);
    }
  }

  @Override
  public SpoolException explain(SQLException fault) {
    if (SqliteFaults.ofSession(fault)) {
      ailing = true;
    }
    return SqliteFaults.explain(fault, file);
  }

  @Override
  public void close() {
    try {
      readers.close();
    } catch (SQLException gone) {
      throw explain(gone);
    } finally {
      lock.ifPresent(SpoolLock::close);
    }
  }
}
