package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.util.Optional;

/**
 * A piece of work for the writer. It may run several times, until a transaction with it is
 * committed, and keeps no trace of earlier runs.
 */
@FunctionalInterface
interface Operation<T> {

  /**
   * @throws org.postern.spool.SpoolException where it cannot be done; it has written nothing then
   * @throws SQLException where the database cannot
   */
  T on(Session session, Tally tally) throws SQLException;

  /**
   * A claim of a mail that leaves the spool with it.
   *
   * @param value what the operation would give
   */
  record Ending<T>(long mail, long token, T value) {}

  /** Where it does nothing but that: it may be done together with others of its kind. */
  default Optional<Ending<T>> ending() {
    return Optional.empty();
  }
}
