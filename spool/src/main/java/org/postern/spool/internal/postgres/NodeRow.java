package org.postern.spool.internal.postgres;

import java.sql.SQLException;
import java.time.Duration;
import org.postern.spool.internal.sql.Session;

/**
 * The row of this process in the table of tallies, so that nodes do not wait for each other to
 * count. Rows that nobody signs any more are added to the row of a server.
 */
final class NodeRow {

  private static final long ROUND = Duration.ofMinutes(10).toNanos();
  private static final long GONE = Duration.ofDays(1).toMillis();

  /** How long rows that nobody signs any more are counted one by one. */
  private static final long GATHERED = Duration.ofSeconds(2).toNanos();

  private final long node;
  private long lastRound = System.nanoTime() - ROUND;
  private long lastGathering = System.nanoTime() - GATHERED;

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

  /** True every few seconds. */
  boolean gatherDue() {
    boolean due = System.nanoTime() - lastGathering > GATHERED;
    if (due) {
      lastGathering = System.nanoTime();
    }
    return due;
  }

  /**
   * Adds to the row of this process those of processes that are gone, and those of callers'
   * transactions, which nobody ever signs.
   */
  void gather(Session session, long now) throws SQLException {
    session.update(
        "WITH gone AS (DELETE FROM tally WHERE seen < ? AND node <> ? RETURNING *)"
            + " UPDATE tally SET mails = tally.mails + sums.mails,"
            + " waiting = tally.waiting + sums.waiting, active = tally.active + sums.active,"
            + " held = tally.held + sums.held, dead = tally.dead + sums.dead"
            + " FROM (SELECT COALESCE(SUM(mails), 0) AS mails, COALESCE(SUM(waiting), 0) AS waiting,"
            + " COALESCE(SUM(active), 0) AS active, COALESCE(SUM(held), 0) AS held,"
            + " COALESCE(SUM(dead), 0) AS dead FROM gone) AS sums"
            + " WHERE node = ? AND EXISTS (SELECT 1 FROM gone)",
        now - GONE,
        node,
        node);
  }
}
