package org.postern.spool.internal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;
import org.postern.spool.internal.sql.CallersTransaction;
import org.postern.spool.internal.sql.Database;
import org.postern.spool.internal.sql.Session;

/** A spool in one file. */
public final class SqliteDatabase implements Database {

  private static final long SERVER = 0;
  private static final long GUEST = 1;

  private final SqliteOptions options;
  private final SpoolFolder folder;
  private final Room room;
  private final Optional<Possession> possession;
  private final SqliteOpening opening;
  private final SqliteSessions sessions;
  private final Readers readers;
  private final Reserve reserve;
  private final Housekeeping housekeeping;
  private final Ailments ailments = new Ailments();
  private final OpenedFile openedFile;
  private long seen;
  private volatile Optional<DoneLog> doneLog = Optional.empty();
  private volatile boolean closed;

  /**
   * Takes the folder.
   *
   * @throws SpoolException of kind {@link Kind#IN_USE} where another server has it, {@link
   *     Kind#ABSENT} where there is none and none is to be made
   */
  public SqliteDatabase(SqliteOptions options) {
    this.options = options;
    this.folder = SpoolFolder.of(options.folder(), options.makes());
    this.room = new Room(folder, options.keepFree());
    this.possession = options.serves() ? Optional.of(Possession.take(folder)) : Optional.empty();
    this.openedFile = new OpenedFile(folder, possession, ailments);
    this.reserve = new Reserve(folder, room::left, options.serves() ? options.keepFree() : 0);
    this.housekeeping = new Housekeeping(reserve);
    this.sessions = SqliteSessions.of(folder.database(), options);
    this.readers = new Readers(this::reader);
    this.opening =
        new SqliteOpening(
            folder, options.makes(), sessions, readers, possession, ailments, reserve);
  }

  private Session reader() throws SQLException {
    possession.ifPresent(Possession::check);
    return sessions.reader();
  }

  @Override
  public Session openWriter() throws SQLException {
    possession.ifPresent(Possession::check);
    Session session = opening.open(options.clock().millis());
    seen = version(session);
    openedFile.opened();
    if (options.serves() && doneLog.isEmpty()) {
      doneLog = DoneLog.begin(folder);
    }
    return session;
  }

  @Override
  public void begin(Session writer) throws SQLException {
    openedFile.check();
    if (ailments.knows(Ailments.Kind.DISK)) {
      SqliteOpening.rewriteLog(writer);
      ailments.took(Ailments.Kind.DISK);
    }
    if (ailments.took(Ailments.Kind.FULL)) {
      opening.makeRoom(writer);
    }
    // the driver's own way: with a BEGIN of ours it would try to begin after each statement again
    writer.connection().setAutoCommit(false);
  }

  @Override
  public void commit(Session writer) throws SQLException {
    writer.connection().setAutoCommit(true);
  }

  @Override
  public void rollback(Session writer) throws SQLException {
    quietly(() -> writer.update("ROLLBACK"));
    quietly(() -> writer.connection().setAutoCommit(true));
  }

  @FunctionalInterface
  private interface Ending {
    void run() throws SQLException;
  }

  private static void quietly(Ending ending) throws SQLException {
    try {
      ending.run();
    } catch (SQLException fault) {
      // after some faults SQLite has undone all by itself
      if (!String.valueOf(fault.getMessage()).contains("no transaction is active")) {
        throw fault;
      }
    }
  }

  @Override
  public CallersTransaction callers(Connection transaction) {
    throw new SpoolException(
        Kind.UNUSABLE,
        folder.database()
            + " is a spool of its own, which no transaction of another database can reach; put the"
            + " spool into your PostgreSQL database (postern.spool.url), or hand the mail in when"
            + " your transaction has committed");
  }

  @Override
  public void backup(Path file) {
    new SpoolCopy(sessions).into(file);
  }

  @Override
  public Optional<Database> settler() {
    return Optional.empty();
  }

  @Override
  public Set<Long> takeOut(Session writer, Map<Long, Long> mails) {
    return Set.of();
  }

  @Override
  public boolean ailing() {
    return ailments.ofSession();
  }

  @Override
  public <T> T read(Reading<T> reading) {
    if (closed) {
      throw new SpoolException(Kind.UNUSABLE, "the spool is closed; start Postern again");
    }
    try {
      return readers.read(reading);
    } catch (SQLException fault) {
      throw explain(fault);
    }
  }

  @Override
  public long now(Session session) {
    return options.clock().millis();
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
  public void noteDone(long mail, Set<Integer> recipients) {
    doneLog.ifPresent(log -> log.note(mail, recipients));
  }

  @Override
  public long node() {
    return 0;
  }

  @Override
  public long uploader() {
    return options.serves() ? SERVER : GUEST;
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
    if (options.serves()) {
      openedFile.checkFolder();
      housekeeping.tidy(this, writer, options.clock().millis());
    }
  }

  @Override
  public void admit() {
    room.check();
  }

  @Override
  public void admitSoon(long size) {
    possession.ifPresent(Possession::refuse);
    room.checkSoon(size);
  }

  @Override
  public SpoolException explain(SQLException fault) {
    ailments.note(fault);
    return folder.isGone() ? folder.gone() : SqliteFaults.explain(fault, folder.database());
  }

  @Override
  public void close() {
    closed = true;
    doneLog.ifPresent(DoneLog::close);
    try {
      readers.close();
    } catch (SQLException gone) {
      throw explain(gone);
    } finally {
      possession.ifPresent(Possession::close);
    }
  }
}
