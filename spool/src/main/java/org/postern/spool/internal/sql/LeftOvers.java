package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.spool.MailId;
import org.postern.spool.Queue.State;

/** What processes that died left behind. */
public final class LeftOvers {

  private static final String DONE =
      "UPDATE recipient SET state = " + Recipients.DONE + ", token = 0 WHERE mail = ? AND n = ?";

  private LeftOvers() {}

  /** The mails that somebody has claimed. */
  public static List<Long> claimed(Session session) throws SQLException {
    return session.query(
        "SELECT DISTINCT mail FROM recipient WHERE state = 1 AND state <= 1",
        row -> row.getLong(1));
  }

  /**
   * Ends all leases, where it is known that nobody holds one.
   *
   * @param node whose tally has them
   * @return how many recipients are due again
   */
  public static int freeAll(Session session, long node, long now) throws SQLException {
    int freed =
        session.update(
            "UPDATE recipient SET state = 0, due = ?, token = -1 WHERE state = 1 AND state <= 1",
            now);
    Tally tally = new Tally();
    tally.moved(State.ACTIVE, State.WAITING, freed);
    tally.writeAndClear(session, node);
    return freed;
  }

  /**
   * Takes out recipients that are known to be done with, whatever their rows say.
   *
   * @param node whose tally has them
   * @param done by the number of the mail, those of its recipients; empty: all of them
   * @return how many of them were still there
   */
  public static int removeDone(Session session, long node, Map<Long, Set<Integer>> done)
      throws SQLException {
    Tally tally = new Tally();
    int removed = 0;
    for (Map.Entry<Long, Set<Integer>> mail : done.entrySet()) {
      int before = removed;
      for (Recipients.Entry one : Recipients.of(session, mail.getKey())) {
        if (!one.done() && (mail.getValue().isEmpty() || mail.getValue().contains(one.n()))) {
          session.update(DONE, mail.getKey(), one.n());
          tally.recipients(State.values()[one.state()], -1);
          removed++;
        }
      }
      if (removed > before) {
        Removal.mailWhenDone(session, tally, mail.getKey());
      }
    }
    tally.writeAndClear(session, node);
    return removed;
  }

  /**
   * Removes the parts of mails that were never committed: those of one who is known to be dead, and
   * those that are forgotten.
   *
   * @return of how many mails
   */
  public static int removeUploads(Session session, long uploader, long now) throws SQLException {
    return Uploads.removeOf(session, uploader) + removeUploads(session, now);
  }

  /** The id of the mail of this number. */
  public static MailId id(long mail) {
    return MailIds.text(mail);
  }

  /** As above, those that are forgotten alone. */
  public static int removeUploads(Session session, long now) throws SQLException {
    return Uploads.removeForgotten(session, now);
  }
}
