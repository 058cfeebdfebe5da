package org.postern.auth.oauth;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.postern.core.spi.AuthException;

/**
 * For how long a token endpoint is left alone after it has failed. Not thread safe: who asks holds
 * a lock. Moments are those of a monotonic clock, in nanoseconds.
 */
final class BackOff {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofMinutes(1);

  private final Duration afterPermanent;
  private Optional<Failure> failure = Optional.empty();
  private int failures;

  /**
   * @param afterPermanent for how long after a failure that a person has to mend
   */
  BackOff(Duration afterPermanent) {
    this.afterPermanent = afterPermanent;
  }

  private record Failure(AuthException cause, long until) {}

  /** The endpoint has answered as it should. */
  void succeeded() {
    failure = Optional.empty();
    failures = 0;
  }

  /** The endpoint has failed; for how long it is left alone from now on. */
  Duration failed(AuthException cause, long now) {
    Duration pause = cause.permanent() ? afterPermanent : cause.retryAfter().orElseGet(this::next);
    failures++;
    failure = Optional.of(new Failure(cause, now + pause.toNanos()));
    return pause;
  }

  /** True where the endpoint is to be left alone. */
  boolean holds(long now) {
    return failure.filter(last -> last.until() - now > 0).isPresent();
  }

  /** Fails as the endpoint did, as long as it is to be left alone. */
  void check(long now) throws AuthException {
    if (!holds(now)) {
      return;
    }
    AuthException cause = failure.orElseThrow().cause();
    Duration left = Duration.ofNanos(failure.orElseThrow().until() - now);
    String message =
        cause.getMessage() + "; the next request is made in " + (left.toSeconds() + 1) + " s";
    throw cause.permanent()
        ? AuthException.permanent(message, cause)
        : AuthException.temporary(message, Optional.of(left), cause);
  }

  /** 1 s, 2 s, 4 s … 60 s, each shortened by up to a quarter so that many hosts do not march. */
  private Duration next() {
    Duration full = FIRST.multipliedBy(1L << Math.min(failures, 6));
    Duration capped = full.compareTo(LAST) > 0 ? LAST : full;
    return capped.minusMillis(ThreadLocalRandom.current().nextLong(capped.toMillis() / 4 + 1));
  }
}
