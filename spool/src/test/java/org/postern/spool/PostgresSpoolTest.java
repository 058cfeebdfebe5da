package org.postern.spool;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresSpoolTest implements SpoolLeaseContract, SpoolQueueContract {

  private final SetClock clock = new SetClock();
  private Spool spool;

  @BeforeEach
  void open() {
    PostgresServer.sql("DROP SCHEMA IF EXISTS postern_spool CASCADE");
    spool = PostgresServer.open(clock, true);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @Override
  public Spool spool() {
    return spool;
  }

  @Override
  public Spool guest() {
    return PostgresServer.open(clock, false);
  }

  /** The clock is that of the database server, so all that waits is moved back instead. */
  @Override
  public void pass(Duration time) {
    clock.pass(time);
    PostgresServer.sql("UPDATE postern_spool.recipient SET due = due - " + time.toMillis());
  }

  @Override
  public Spool reopened() {
    spool.close();
    spool = PostgresServer.open(clock, true);
    return spool;
  }

  @Override
  public long leftParts() {
    return PostgresServer.number(
        "SELECT (SELECT COUNT(*) FROM postern_spool.part)"
            + " + (SELECT COUNT(*) FROM postern_spool.upload)");
  }
}
