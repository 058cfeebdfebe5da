package org.postern.relay.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the system's clock is ahead of what is sure. One that goes forward at once was set, for
 * good or by mistake, or the machine slept: mail that is days old by that clock alone is not given
 * up before an hour of real time has confirmed it, in which it is tried. Thread safe.
 */
final class ClockJump {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /** Less than this is corrected now and then, and makes no mail old. */
  private static final Duration SANE = Duration.ofMinutes(15);

  private static final Duration TRIAL = Duration.ofHours(1);

  private final Clock clock;
  private final LongSupplier nanos;
  private Instant lastTime;
  private long lastNanos;
  private Duration ahead = Duration.ZERO;
  private long since;

  /**
   * @param nanos a clock that is never set
   */
  ClockJump(Clock clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    this.lastTime = clock.instant();
    this.lastNanos = nanos.getAsLong();
  }

  /** By so much mail may be younger than the clock says; zero nearly always. */
  synchronized Duration unsure() {
    Instant now = clock.instant();
    long nanosNow = nanos.getAsLong();
    Duration jump = Duration.between(lastTime.plusNanos(nanosNow - lastNanos), now);
    lastTime = now;
    lastNanos = nanosNow;
    if (nanosNow - since >= TRIAL.toNanos()) {
      ahead = Duration.ZERO;
    }
    if (jump.compareTo(SANE) > 0) {
      LOG.warn(
          "The clock went forward by {}: it was set, or this machine slept; no mail is given up for"
              + " that within the next hour",
          Lapse.shown(jump));
      wentAhead(ahead.plus(jump));
    } else if (jump.negated().compareTo(SANE) > 0) {
      ahead = Holds.max(Duration.ZERO, ahead.plus(jump));
    }
    return ahead;
  }

  /**
   * At the start: mail did not get its attempts while nothing ran, and the clock may have been set.
   *
   * @param sure what time it was, when last something ran
   */
  synchronized void ranBefore(Instant sure) {
    Duration gap = Duration.between(sure, lastTime);
    if (gap.compareTo(SANE) > 0) {
      LOG.info(
          "Nothing ran for {}, or the clock was set forward; no mail is given up for that within"
              + " the next hour",
          Lapse.shown(gap));
      wentAhead(gap);
    }
  }

  private void wentAhead(Duration by) {
    ahead = by;
    since = lastNanos;
  }
}
