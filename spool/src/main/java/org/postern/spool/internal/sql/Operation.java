package org.postern.spool.internal.sql;

import java.sql.SQLException;

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
}
