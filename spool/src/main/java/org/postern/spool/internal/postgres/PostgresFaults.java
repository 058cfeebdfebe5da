package org.postern.spool.internal.postgres;

import java.sql.SQLException;
import java.util.Optional;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;

/** What PostgreSQL's states (its manual, appendix A) mean for a spool, in words. */
final class PostgresFaults {

  private PostgresFaults() {}

  /** The state of the fault, or of what the pool of connections put around it. */
  static String state(SQLException fault) {
    return Optional.ofNullable(fault.getSQLState())
        .orElseGet(() -> fault.getCause() instanceof SQLException inner ? state(inner) : "unknown");
  }

  private static String reason(SQLException fault) {
    Throwable root = fault.getCause() instanceof SQLException inner ? inner : fault;
    return state(fault) + ", " + String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }

  /** True where the session should not be used any longer. */
  static boolean ofSession(SQLException fault) {
    String state = state(fault);
    return state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("25")
        || state.startsWith("XX")
        || state.equals("unknown");
  }

  static SpoolException explain(SQLException fault, String url) {
    String state = state(fault);
    if (state.startsWith("08") || state.startsWith("57P")) {
      return because(
          Kind.BUSY, url, "is out of reach", fault, "see that it runs; Postern goes on by itself");
    }
    if (state.equals("53100")) {
      return because(
          Kind.FULL, url, "has no room left", fault, "make room on its disk, without a restart");
    }
    if (state.startsWith("53") || state.startsWith("55") || state.startsWith("40")) {
      return because(Kind.BUSY, url, "is overloaded or locked", fault, "Postern goes on by itself");
    }
    if (state.startsWith("28")) {
      return because(
          Kind.UNUSABLE,
          url,
          "refuses the login",
          fault,
          "correct postern.spool.user and postern.spool.password");
    }
    if (state.startsWith("42501") || state.equals("3D000")) {
      return because(
          Kind.UNUSABLE,
          url,
          "does not let us in",
          fault,
          "create the database, and grant its user CREATE on it");
    }
    if (state.equals("25006")) {
      return because(
          Kind.UNUSABLE, url, "is read-only", fault, "name the primary in postern.spool.url");
    }
    return because(
        Kind.UNUSABLE, url, "cannot be used", fault, "see the log of the database server");
  }

  private static SpoolException because(
      Kind kind, String url, String what, SQLException fault, String remedy) {
    return new SpoolException(
        kind, "the spool " + url + " " + what + " (" + reason(fault) + "); " + remedy, fault);
  }
}
