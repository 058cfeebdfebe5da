package org.postern.spool.internal.postgres;

import java.sql.SQLException;
import java.time.Duration;
import org.postern.spool.internal.sql.Session;

/**
 * The clock of the database server, by which all nodes measure leases: theirs may differ. Asked
 * once in a while, and carried on by a clock that is never set. Used by the writer's thread alone.
 */
final class ServerClock {

  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  private boolean asked;
  private long server;
  private long at;

  long millis(Session session) throws SQLException {
    long since = System.nanoTime() - at;
    if (!asked || since > FRESH) {
      server =
          session
              .first(
                  "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
                  row -> row.getLong(1))
              .orElseThrow();
      at = System.nanoTime();
      asked = true;
      since = 0;
    }
    return server + Duration.ofNanos(since).toMillis();
  }
}
