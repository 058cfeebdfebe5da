package org.postern.relay.internal.listen;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Makes guessing passwords slow: each failed login of an address is answered later than the one
 * before, after some no more is tried for a while, and only a few are worked on at a time, since
 * each costs a good part of a second of a processor on purpose. Thread safe.
 */
final class LoginGuard {

  static final int MOST_FAILURES = 10;
  static final Duration PENALTY = Duration.ofMinutes(10);

  private static final int MOST_ADDRESSES = 10_000;
  private static final int AT_A_TIME = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private final Clock clock;
  private final Duration firstDelay;
  private final Semaphore work = new Semaphore(AT_A_TIME, true);
  private final Map<InetAddress, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Failures> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  /**
   * A guard.
   *
   * @param firstDelay of the answer to the first failure; each further one takes twice as long, up
   *     to sixteen times
   */
  LoginGuard(Clock clock, Duration firstDelay) {
    this.clock = clock;
    this.firstDelay = firstDelay;
  }

  private record Failures(int count, Instant last) {}

  /** True where the address has failed too often to be listened to now. */
  synchronized boolean shuts(InetAddress address) {
    return count(address) >= MOST_FAILURES;
  }

  private int count(InetAddress address) {
    Failures known = failures.get(address);
    if (known != null && known.last().plus(PENALTY).isBefore(clock.instant())) {
      failures.remove(address);
      return 0;
    }
    return known == null ? 0 : known.count();
  }

  /** How long the answer to this failure is held back. */
  synchronized Duration failed(InetAddress address) {
    int count = count(address) + 1;
    failures.put(address, new Failures(count, clock.instant()));
    return firstDelay.multipliedBy(1L << Math.min(count - 1, 4));
  }

  /** A good login forgives the bad ones. */
  synchronized void succeeded(InetAddress address) {
    failures.remove(address);
  }

  /** Runs it when its turn has come. */
  boolean inTurn(java.util.function.BooleanSupplier verification) {
    work.acquireUninterruptibly();
    try {
      return verification.getAsBoolean();
    } finally {
      work.release();
    }
  }
}
