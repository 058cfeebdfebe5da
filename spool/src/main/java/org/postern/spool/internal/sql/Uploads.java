package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.time.Duration;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;

/**
 * The parts of large mails. Until its mail is committed, an upload keeps a row that says when it
 * last went on; where that is long ago, or its process is known to be dead, its parts are removed.
 */
final class Uploads {

  /** No client may take that long between two parts. */
  static final Duration FORGOTTEN = Duration.ofHours(2);

  private Uploads() {}

  static void part(Session session, long node, long mail, int n, byte[] bytes, long now)
      throws SQLException {
    if (n == 0) {
      session.update("INSERT INTO upload (mail, node, touched) VALUES (?, ?, ?)", mail, node, now);
    } else if (session.update("UPDATE upload SET touched = ? WHERE mail = ?", now, mail) == 0) {
      throw forgotten();
    }
    insert(session, mail, n, bytes);
  }

  static void last(Session session, long mail, int n, byte[] bytes) throws SQLException {
    if (session.update("DELETE FROM upload WHERE mail = ?", mail) == 0) {
      throw forgotten();
    }
    insert(session, mail, n, bytes);
  }

  static void insert(Session session, long mail, int n, byte[] bytes) throws SQLException {
    session.update(
        "INSERT INTO part (mail, n, crc, bytes) VALUES (?, ?, ?, ?)",
        mail,
        n,
        NewMail.crc(bytes),
        bytes);
  }

  /** Whose commit took effect, though nobody heard of it, keeps its parts. */
  static void remove(Session session, long mail) throws SQLException {
    // waits for a commit that is under way still
    session.update("DELETE FROM upload WHERE mail = ?", mail);
    session.update(
        "DELETE FROM part WHERE mail = ? AND NOT EXISTS (SELECT 1 FROM mail WHERE id = ?)",
        mail,
        mail);
  }

  /** Removes those that were left by this node's last life. */
  static int removeOf(Session session, long node) throws SQLException {
    return removeAll(session, "SELECT mail FROM upload WHERE node = ?", node);
  }

  /** Removes those that nobody went on with for long. */
  static int removeForgotten(Session session, long now) throws SQLException {
    return removeAll(
        session, "SELECT mail FROM upload WHERE touched < ?", now - FORGOTTEN.toMillis());
  }

  private static int removeAll(Session session, String which, long value) throws SQLException {
    var mails = session.query(which, row -> row.getLong(1), value);
    for (long mail : mails) {
      remove(session, mail);
    }
    return mails.size();
  }

  private static SpoolException forgotten() {
    return new SpoolException(
        Kind.BUSY,
        "the mail took more than "
            + FORGOTTEN.toHours()
            + " h to come in and was given up; send it again");
  }
}
