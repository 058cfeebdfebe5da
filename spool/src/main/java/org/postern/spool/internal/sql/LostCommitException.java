package org.postern.spool.internal.sql;

import java.sql.SQLException;

/** The connection was lost during a commit: whether that took effect nobody has said. */
public final class LostCommitException extends SQLException {

  private static final long serialVersionUID = 1L;

  /** As the fault says that ended the connection. */
  public LostCommitException(SQLException fault) {
    super(fault.getMessage(), fault.getSQLState(), fault.getErrorCode(), fault);
  }

  /** True where this is why something was not done. */
  static boolean causes(Throwable fault) {
    return fault instanceof LostCommitException
        || fault.getCause() != null && causes(fault.getCause());
  }
}
