package org.postern.spool.internal.sql;

import java.sql.SQLException;
import org.postern.spool.SpoolException;

/** A transaction that a caller has opened on a connection of its own. For one mail. */
public interface CallersTransaction {

  /**
   * In which the mail is written; its statements are to be released, its connection is not ours.
   */
  Session session();

  /**
   * Looks whether it leads here.
   *
   * @return the time of this database
   * @throws SpoolException where rows written in it would not be rows of this spool
   */
  long enter() throws SQLException;

  /** Counts the mail that was written, and tells those who deliver, once the caller commits. */
  void leave(int recipients) throws SQLException;

  /** Puts a fault of the caller's connection into words. */
  SpoolException explain(SQLException fault);
}
