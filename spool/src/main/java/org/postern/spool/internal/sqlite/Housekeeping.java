package org.postern.spool.internal.sqlite;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.spool.internal.sql.Database;
import org.postern.spool.internal.sql.LeftOvers;
import org.postern.spool.internal.sql.Session;
import org.postern.spool.internal.sql.Unsettled;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server does at its start, and in quiet moments. Used by the writer's thread alone. */
final class Housekeeping {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final long ROUND = Duration.ofMinutes(10).toMillis();

  /** Free pages that stay for the next mails: 64 MB. */
  private static final int KEPT_PAGES = 16_384;

  /** Pages given back to the disk in one go: some ms. */
  private static final int STEP = 1_000;

  private final Reserve reserve;
  private long lastRound;

  Housekeeping(Reserve reserve) {
    this.reserve = reserve;
  }

  /**
   * In a transaction: whoever held leases or uploads before this server is dead.
   *
   * @param done of which mails, and which recipients of them, it was done with
   * @return tells it in the log; to be run once it is committed, since a start that fails here is
   *     made again and again
   */
  static Runnable begin(Session session, long uploader, long now, Map<Long, Set<Integer>> done)
      throws SQLException {
    int known = LeftOvers.removeDone(session, 0, done);
    List<Long> claimed = LeftOvers.claimed(session);
    int freed = LeftOvers.freeAll(session, 0, now);
    int removed = LeftOvers.removeUploads(session, uploader, now);
    return () -> tell(known, claimed, freed, removed);
  }

  private static void tell(int known, List<Long> claimed, int freed, int removed) {
    if (known > 0) {
      LOG.info(
          "Delivered before the last server ended, and not sent again: mail to {} recipients",
          known);
    }
    Unsettled.name(claimed, "when the last server ended");
    if (freed > 0 || removed > 0) {
      LOG.info(
          "The last server did not stop in order: {} recipients that it was delivering to are due"
              + " again, {} mails that had come in by half were removed",
          freed,
          removed);
    }
  }

  void tidy(Database database, Session session, long now) throws SQLException {
    if (Math.abs(now - lastRound) > ROUND) {
      lastRound = now;
      database.begin(session);
      LeftOvers.removeUploads(session, now);
      database.commit(session);
    }
    int free = session.first("PRAGMA freelist_count", row -> row.getInt(1)).orElse(0);
    if (free > KEPT_PAGES) {
      int given = Math.min(STEP, free - KEPT_PAGES);
      try (Statement statement = session.connection().createStatement()) {
        // this pragma works while its rows are stepped through, which only an update does
        statement.executeUpdate("PRAGMA incremental_vacuum(" + given + ")");
      }
      // the file becomes shorter when the log has been copied into it
      session.query("PRAGMA wal_checkpoint(PASSIVE)", row -> 0);
    }
    reserve.restore();
  }
}
