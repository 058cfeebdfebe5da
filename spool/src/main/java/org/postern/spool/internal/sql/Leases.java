package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.postern.spool.Queue.State;

/**
 * The claims that this process holds, by their tokens, with the end of each by a clock that is
 * never set: where somebody sets the time ahead, no mail is taken from one who still delivers it.
 */
final class Leases {

  private static final int CROWDED = 50_000;

  private final ConcurrentHashMap<Long, Long> ends = new ConcurrentHashMap<>();

  private final LongSupplier nanos;

  /**
   * @param nanos a clock that is never set, in nanoseconds
   */
  Leases(LongSupplier nanos) {
    this.nanos = nanos;
  }

  long take(Duration length) {
    if (ends.size() > CROWDED) {
      // left by claims that failed
      ends.values().removeIf(end -> end - nanos.getAsLong() <= 0);
    }
    long token = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    ends.put(token, nanos.getAsLong() + length.toNanos());
    return token;
  }

  void renew(long token, Duration length) {
    ends.put(token, nanos.getAsLong() + length.toNanos());
  }

  void end(long token) {
    ends.remove(token);
  }

  /** False for those of other processes: of them only the database knows. */
  boolean holds(long token) {
    Long end = ends.get(token);
    if (end == null) {
      return false;
    }
    if (end - nanos.getAsLong() > 0) {
      return true;
    }
    ends.remove(token, end);
    return false;
  }

  /** At the end of this process. */
  void giveAllBack(Store store) {
    if (!ends.isEmpty()) {
      List<Long> tokens = List.copyOf(ends.keySet());
      store.writer().run((session, tally) -> giveBack(store.database(), session, tally, tokens));
      ends.clear();
    }
  }

  private static boolean giveBack(
      Database database, Session session, Tally tally, List<Long> tokens) throws SQLException {
    long now = database.now(session);
    for (long token : tokens) {
      int back =
          session.update(
              "UPDATE recipient SET state = 0, due = ?, token = -1"
                  + " WHERE state = 1 AND state <= 1 AND token = ?",
              now,
              token);
      tally.moved(State.ACTIVE, State.WAITING, back);
    }
    return true;
  }
}
