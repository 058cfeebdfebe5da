package org.postern.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test sets; its zone is UTC. Read by any thread, set by one. */
public final class TestClock extends Clock {

  private final Clock before;
  private volatile Duration ahead = Duration.ZERO;

  private TestClock(Clock before) {
    this.before = before;
  }

  /** Stands at this moment until it is set. */
  public static TestClock standing(Instant at) {
    return new TestClock(Clock.fixed(at, ZoneOffset.UTC));
  }

  /** Goes as the system's clock does. */
  public static TestClock going() {
    return new TestClock(Clock.systemUTC());
  }

  /** Sets it ahead of where it would be, or back. */
  public void ahead(Duration time) {
    ahead = time;
  }

  /** Sets it so much further; negative: back. */
  public void pass(Duration time) {
    ahead = ahead.plus(time);
  }

  @Override
  public Instant instant() {
    return before.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
