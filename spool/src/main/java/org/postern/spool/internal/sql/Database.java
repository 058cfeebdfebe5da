package org.postern.spool.internal.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.spool.SpoolException;

/** What differs between the databases that can hold a spool. Thread safe where it says so. */
public interface Database extends AutoCloseable {

  /** Reads in a session. */
  @FunctionalInterface
  interface Reading<T> {
    /** Reads. */
    T in(Session session) throws SQLException;
  }

  /**
   * Opens the session in which all is written, with the schema that we know. Asked again after a
   * fault that may have to do with the connection; mends what it can.
   */
  Session openWriter() throws SQLException;

  /** Begins a transaction of the writer. */
  void begin(Session writer) throws SQLException;

  /**
   * Commits; durable on return. That of a {@link #settler} is there for all on return, and outlives
   * this process; a crash of the database itself may undo the last of it.
   */
  void commit(Session writer) throws SQLException;

  /** Undoes what was done since {@link #begin}. */
  void rollback(Session writer) throws SQLException;

  /**
   * The same database for one more writer, whose short transactions need not wait for those that
   * take mail in: what is delivered and not yet written down is sent again after a kill. Asked for
   * each; empty where there can be one writer only.
   */
  Optional<Database> settler();

  /**
   * Takes mails out of which all recipients are done with, in a transaction of its own, where the
   * database has a quicker way for many of them than one after the other.
   *
   * @param mails by the tokens of the claims that end so
   * @return the tokens of those that are gone; the others are left as they were
   */
  Set<Long> takeOut(Session writer, Map<Long, Long> mails) throws SQLException;

  /** True where the writer's session is to be closed and opened anew before it is used again. */
  boolean ailing();

  /** Reads outside of the writer's transaction. Thread safe. */
  <T> T read(Reading<T> reading);

  /** Milliseconds, by the clock that due times and leases keep to. */
  long now(Session session) throws SQLException;

  /** What stands at the end of a query to lock its rows and pass over those that are locked. */
  String skipLocked();

  /** What stands at the end of a query to lock its rows for the transaction. */
  String lock();

  /**
   * These recipients of a mail are done with, which the next transaction says too: keeps in mind
   * until then that it must not go to them again, where that is to be had sooner. Returns at once.
   * Thread safe.
   *
   * @param recipients by their numbers; empty: all
   */
  void noteDone(long mail, Set<Integer> recipients);

  /** The row of this process in the table of tallies. */
  long node();

  /** Whose uploads those of this process are: removed when that one starts anew. */
  long uploader();

  /**
   * True where other processes may have committed since the last time. Called by the writer, a few
   * times a second at most, when it has nothing to do.
   */
  boolean othersCommitted(Session writer) throws SQLException;

  /** Tells other processes in the writer's transaction that there is work. */
  void tellOthers(Session writer) throws SQLException;

  /** Small work for a quiet moment of the writer. */
  void tidy(Session writer) throws SQLException;

  /**
   * Refuses new mail where there is hardly room left, so that what is in the spool can go on being
   * delivered. Thread safe.
   */
  void admit() throws SpoolException;

  /**
   * As {@link #admit}, by what was known of the disk a second ago at most, for a mail of this size
   * that has not come yet. Thread safe.
   */
  void admitSoon(long size) throws SpoolException;

  /**
   * The transaction of a caller. Thread safe.
   *
   * @throws SpoolException where mail of this spool cannot be written in it
   */
  CallersTransaction callers(Connection transaction) throws SpoolException;

  /** As {@link org.postern.spool.Queue#backup}. Thread safe. */
  void backup(Path file);

  /** Puts a fault into words, with its kind. Thread safe. */
  SpoolException explain(SQLException fault);

  /** Lets go of all but the writer's session, which its owner closes before. */
  @Override
  void close();
}
