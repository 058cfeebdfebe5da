package org.postern.spool.internal.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.postern.spool.SpoolException;
import org.postern.spool.internal.sql.CallersTransaction;
import org.postern.spool.internal.sql.Database;
import org.postern.spool.internal.sql.LeftOvers;
import org.postern.spool.internal.sql.Migrations;
import org.postern.spool.internal.sql.Session;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A spool in a PostgreSQL database, which several nodes may share. */
public final class PostgresDatabase implements Database {

  private static final String SCHEMA = "postern_spool";
  private static final Migrations MIGRATIONS = Migrations.beside(PostgresDatabase.class);

  /** Who makes or upgrades the tables does so alone. */
  private static final String ALONE = "SELECT pg_advisory_xact_lock(347891206)";

  private final PostgresOptions options;
  private final Connections connections;
  private final long node = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  private final ServerClock clock = new ServerClock();
  private final NodeRow row = new NodeRow(node);
  private final Callers callers;
  private final boolean settles;
  private volatile boolean ailing;

  /** No connection is opened yet. */
  public PostgresDatabase(PostgresOptions options) {
    this(
        options,
        new Connections(options, SCHEMA),
        new Callers(SCHEMA, MIGRATIONS.newest(), options.url()),
        false);
  }

  /**
   * @param settles true where nothing but what became of mails is written: a crash of the database
   *     server may undo the last of it, which the next synchronous commit makes durable too
   */
  private PostgresDatabase(
      PostgresOptions options, Connections connections, Callers callers, boolean settles) {
    this.options = options;
    this.connections = connections;
    this.callers = callers;
    this.settles = settles;
  }

  @Override
  public Session openWriter() throws SQLException {
    ailing = false;
    Connection connection = connections.take();
    try {
      prepare(connection);
      return new Session(connection);
    } catch (SQLException | RuntimeException failed) {
      connections.throwAway(connection);
      throw failed;
    }
  }

  private void prepare(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(ALONE);
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
      Session session = new Session(connection);
      MIGRATIONS.apply(session, options.url());
      row.make(session, now(session));
      callers.know(session);
      if (!settles) {
        statement.execute("LISTEN " + SCHEMA);
      }
      connection.commit();
    }
  }

  @Override
  public void begin(Session writer) {
    // the first statement does
  }

  @Override
  public void commit(Session writer) throws SQLException {
    if (settles) {
      // for this transaction alone: the pool may lend the connection to one whose mail must be safe
      writer.update(TakingOut.COMMIT_SOON);
    } else {
      writer.connection().commit();
    }
  }

  @Override
  public Set<Long> takeOut(Session writer, Map<Long, Long> mails) throws SQLException {
    return settles ? TakingOut.of(writer.connection(), mails, node) : Set.of();
  }

  @Override
  public void rollback(Session writer) throws SQLException {
    writer.connection().rollback();
  }

  @Override
  public CallersTransaction callers(Connection transaction) {
    return callers.of(transaction);
  }

  @Override
  public void backup(Path file) {
    throw new SpoolException(
        SpoolException.Kind.UNUSABLE,
        "the spool is in PostgreSQL: back it up by pg_dump --schema=postern_spool, or with the"
            + " whole database");
  }

  @Override
  public Optional<Database> settler() {
    return Optional.of(new PostgresDatabase(options.asGuest(), connections, callers, true));
  }

  @Override
  public boolean ailing() {
    return ailing;
  }

  @Override
  public <T> T read(Reading<T> reading) {
    try (Session session = new Session(connections.take())) {
      return reading.in(session);
    } catch (SQLException fault) {
      throw explain(fault);
    }
  }

  @Override
  public long now(Session session) throws SQLException {
    return clock.millis(session);
  }

  @Override
  public String skipLocked() {
    return " FOR UPDATE SKIP LOCKED";
  }

  @Override
  public String lock() {
    return " FOR UPDATE";
  }

  @Override
  public void noteDone(long mail, Set<Integer> recipients) {
    // what this host keeps is of no use to the nodes that take its mail over
  }

  @Override
  public long node() {
    return node;
  }

  @Override
  public long uploader() {
    return node;
  }

  @Override
  public boolean othersCommitted(Session writer) throws SQLException {
    if (settles) {
      return false;
    }
    PGConnection connection = writer.connection().unwrap(PGConnection.class);
    boolean others = false;
    PGNotification[] heard = connection.getNotifications(1);
    for (PGNotification one : heard == null ? new PGNotification[0] : heard) {
      others |= one.getPID() != connection.getBackendPID();
    }
    return others;
  }

  @Override
  public void tellOthers(Session writer) throws SQLException {
    notify(writer);
  }

  /** Whoever listens hears of it when the transaction commits. */
  static void notify(Session session) throws SQLException {
    session.update("NOTIFY " + SCHEMA);
  }

  @Override
  public void tidy(Session writer) throws SQLException {
    if (row.tidyDue()) {
      long now = now(writer);
      row.sign(writer, now);
      if (options.serves()) {
        LeftOvers.removeUploads(writer, now);
      }
      commit(writer);
    }
    if (options.serves() && row.gatherDue()) {
      row.gather(writer, now(writer));
      commit(writer);
    }
  }

  @Override
  public void admit() {
    // only the server knows its disk, and says when it is full
  }

  @Override
  public void admitSoon(long size) {
    // as above
  }

  @Override
  public SpoolException explain(SQLException fault) {
    if (PostgresFaults.ofSession(fault)) {
      ailing = true;
    }
    return PostgresFaults.explain(fault, options.url());
  }

  @Override
  public void close() {
    connections.close();
  }
}
