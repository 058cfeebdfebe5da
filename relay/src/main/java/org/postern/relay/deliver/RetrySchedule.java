package org.postern.relay.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * When a recipient that was put off is tried again, and when it is given up. Immutable.
 *
 * @param waits before the second, third … attempt; the last one is repeated
 * @param lifetime from the arrival on
 */
record RetrySchedule(List<Duration> waits, Duration lifetime) {

  /**
   * A mail of this age was tried at least so often, or the clock was set forward: then it is not
   * given up (RFC 5321 section 4.5.4.1 wants days, not one jump of a clock).
   */
  private static final int FEWEST = 4;

  RetrySchedule {
    waits = List.copyOf(waits);
  }

  /**
   * The moment of the next attempt.
   *
   * @param attempts made so far, this one included; at least 1
   */
  Instant next(Instant now, int attempts, RandomGenerator random) {
    Duration wait = waits.get(Math.min(attempts, waits.size()) - 1);
    long jitter = (long) (wait.toMillis() * (random.nextDouble() - 0.5) / 5);
    return now.plus(wait).plusMillis(jitter);
  }

  /**
   * Whether the time is over.
   *
   * @param now as far as it is sure: see {@link ClockJump}
   * @param attempts made so far, this one included
   */
  boolean over(Instant arrived, Instant now, int attempts) {
    return !arrived.plus(lifetime).isAfter(now) && attempts >= fewest();
  }

  private int fewest() {
    Duration sum = Duration.ZERO;
    int attempts = 1;
    while (attempts < FEWEST) {
      sum = sum.plus(waits.get(Math.min(attempts, waits.size()) - 1));
      if (sum.compareTo(lifetime) >= 0) {
        return attempts;
      }
      attempts++;
    }
    return attempts;
  }
}
