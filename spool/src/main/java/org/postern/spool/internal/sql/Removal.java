package org.postern.spool.internal.sql;

import java.sql.SQLException;

/** Takes mails out that have nobody left to go to. */
final class Removal {

  private Removal() {}

  /** The mail with its bytes; its recipients go with it. */
  static void mail(Session session, Tally tally, long mail) throws SQLException {
    int gone = session.update("DELETE FROM mail WHERE id = ? AND parts = 0", mail);
    if (gone == 0) {
      session.update("DELETE FROM part WHERE mail = ?", mail);
      gone = session.update("DELETE FROM mail WHERE id = ?", mail);
    }
    tally.mails(-gone);
  }

  static void mailWhenDone(Session session, Tally tally, long mail) throws SQLException {
    boolean open =
        session
            .first(
                "SELECT n FROM recipient WHERE mail = ? AND state < "
                    + Recipients.DONE
                    + " LIMIT 1",
                row -> row.getInt(1),
                mail)
            .isPresent();
    if (!open) {
      mail(session, tally, mail);
    }
  }
}
