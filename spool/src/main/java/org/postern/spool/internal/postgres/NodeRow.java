package org.postern.spool.internal.postgres;

import java.sql.SQLException;
import java.time.Duration;
import org.postern.spool.internal.sql.Session;

/**
 * The row of this process in the table of tallies, so that nodes do not wait for each other to
 * count. Rows of processes that are gone are added to the row of a server.
 */
final class NodeRow {

  private static final long ROUND = Duration.ofMinutes(10).toNanos();
  private static final long GONE = Duration.ofDays(1).toMillis();

  /** How long the rows of callers' transactions are counted one by one. */
  private static final long GATHERED = Duration.ofSeconds(2).toNanos();

  private static final String TAKE_OVER =
      "WITH gone AS (DELETE FROM tally WHERE seen %s ? AND node <> ? RETURNING *)"
          + " UPDATE tally SET mails = tally.mails + sums.mails,"
          + " waiting = tally.waiting + sums.waiting, active = tally.active + sums.active,"
          + " held = tally.held + sums.held, dead = tally.dead + sums.dead"
          + " FROM (SELECT COALESCE(SUM(mails), 0) AS mails, COALESCE(SUM(waiting), 0) AS waiting,"
          + " COALESCE(SUM(active), 0) AS active, COALESCE(SUM(held), 0) AS held,"
          + " COALESCE(SUM(dead), 0) AS dead FROM gone) AS sums WHERE node = ? AND EXISTS (SELECT 1 FROM gone)";

  private final long node;
  private long lastRound = System.nanoTime() - ROUND;
  private long lastGathering = System.nanoTime();

  NodeRow(long node) {
    this.node = node;
  }

  void make(Session session, long now) throws SQLException {
    session.update(
        "INSERT INTO tally (node, mails, waiting, active, held, dead, seen)"
            + " VALUES (?, 0, 0, 0, 0, 0, ?) ON CONFLICT (node) DO NOTHING",
        node,
        now);
  }

  /** True once in a while. */
  boolean tidyDue() {
    boolean due = System.nanoTime() - lastRound > ROUND;
    if (due) {
      lastRound = System.nanoTime();
    }
    return due;
  }

  void sign(Session session, long now) throws SQLException {
    session.update("UPDATE tally SET seen = ? WHERE node = ?", now, node);
  }

  void takeOverTheDead(Session session, long now) throws SQLException {
    session.update(TAKE_OVER.formatted("<"), now - GONE, node, node);
  }

  /** True every few seconds. */
  boolean gatherDue() {
    boolean due = System.nanoTime() - lastGathering > GATHERED;
    if (due) {
      lastGathering = System.nanoTime();
    }
    return due;
  }

  /** Adds what callers' transactions have handed in, one row each, to the row of this process. */
  void gather(Session session) throws SQLException {
    session.update(TAKE_OVER.formatted("="), Callers.SEEN, node, node);
  }
}
