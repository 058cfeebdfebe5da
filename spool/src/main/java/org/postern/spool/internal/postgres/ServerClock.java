package org.postern.spool.internal.postgres;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.postern.spool.internal.sql.Session;

/**
 * The clock of the database server, by which all nodes measure leases and due times: theirs may
 * differ. Asked once in a while by the writer's thread, at least every few seconds by a node that
 * delivers, and carried on by a clock that is never set. As a {@link Clock} it is thread safe.
 */
final class ServerClock extends Clock {

  private static final Duration FRESH = Duration.ofSeconds(1);

  /** What the server said, and when by a clock that is never set. */
  private record Said(long millis, long at) {

    private Duration age() {
      return Duration.ofNanos(System.nanoTime() - at);
    }

    private long now() {
      return millis + age().toMillis();
    }
  }

  private volatile Said said = new Said(System.currentTimeMillis(), System.nanoTime());
  private boolean asked;

  long millis(Session session) throws SQLException {
    if (!asked) {
      // the first answer of all takes long, and would be carried on ahead of the server by as much
      ask(session);
      asked = true;
      return ask(session);
    }
    return said.age().compareTo(FRESH) > 0 ? ask(session) : said.now();
  }

  /** What it says just now, however long it took to get here. */
  private long ask(Session session) throws SQLException {
    // carried on from before the question: what is due by the server's clock is due by this one too
    long at = System.nanoTime();
    long millis =
        session
            .first(
                "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
                row -> row.getLong(1))
            .orElseThrow();
    said = new Said(millis, at);
    return millis;
  }

  @Override
  public long millis() {
    return said.now();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the clock of a spool tells moments alone");
  }
}
