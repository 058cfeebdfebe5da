package org.postern.relay.internal.listen;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.postern.core.smtp.Visible;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes guessing passwords slow: each failed login of a user from an address is answered later than
 * the one before, after some no more of them is tried for a while, and only a few are worked on at
 * a time, since each costs a good part of a second of a processor on purpose. An address that fails
 * with many users is shut to all but those who logged in from there lately. Whether a user exists
 * makes no difference to anything. An address of version 6 counts as all of its {@link Host}.
 * Thread safe.
 */
final class LoginGuard {

  /** Of one user from one address. */
  static final int MOST_FAILURES = 10;

  /** Of all users from one address. */
  static final int MOST_OF_ADDRESS = 50;

  static final Duration PENALTY = Duration.ofMinutes(10);

  /** So long is whoever logged in from an address no stranger there. */
  static final Duration LATELY = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(LoginGuard.class);
  private static final int MOST_KNOWN = 10_000;
  private static final int LONGEST_NAME = 64;
  private static final int AT_A_TIME = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private final Clock clock;
  private final Duration firstDelay;
  private final Semaphore work = new Semaphore(AT_A_TIME, true);
  private final Map<Origin, Failures> ofUsers = bounded();
  private final Map<Host, Failures> ofHosts = bounded();
  private final Map<Origin, Instant> successes = bounded();

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

  /** Who tries, and from where; no name of ours is longer. */
  private record Origin(Host host, String user) {

    static Origin of(InetAddress address, String user) {
      return new Origin(Host.of(address), user.substring(0, Math.min(user.length(), LONGEST_NAME)));
    }
  }

  private record Failures(int count, Instant last) {}

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MOST_KNOWN;
      }
    };
  }

  /** True where this user has failed too often from there to be listened to now. */
  synchronized boolean shuts(InetAddress address, String user) {
    return count(ofUsers, Origin.of(address, user)) >= MOST_FAILURES;
  }

  /** True where only users that {@link #knows} are listened to from there now. */
  synchronized boolean shutsStrangers(InetAddress address) {
    return count(ofHosts, Host.of(address)) >= MOST_OF_ADDRESS;
  }

  /** True where this user has logged in from there lately. */
  synchronized boolean knows(InetAddress address, String user) {
    Instant success = successes.get(Origin.of(address, user));
    return success != null && !success.plus(LATELY).isBefore(clock.instant());
  }

  private <K> int count(Map<K, Failures> failures, K whose) {
    Failures known = failures.get(whose);
    if (known != null && known.last().plus(PENALTY).isBefore(clock.instant())) {
      failures.remove(whose);
      return 0;
    }
    return known == null ? 0 : known.count();
  }

  private <K> int oneMore(Map<K, Failures> failures, K whose) {
    int count = count(failures, whose) + 1;
    failures.put(whose, new Failures(count, clock.instant()));
    return count;
  }

  /**
   * A login failed, or was not even tried since {@link #shutsStrangers}.
   *
   * @return how long the answer is held back
   */
  synchronized Duration failed(InetAddress address, String user) {
    int bad = oneMore(ofUsers, Origin.of(address, user));
    if (bad == MOST_FAILURES) {
      LOG.warn(
          "Logins as \"{}\" from {} are refused until {}, since {} of them failed; all other users"
              + " go on. Correct name and password in the program there, or give the user another"
              + " one by `postern relay user add`",
          Visible.text(user),
          Host.of(address),
          penaltyEnds(),
          bad);
    }
    Host host = Host.of(address);
    int strange = count(ofHosts, host);
    if (strange < MOST_OF_ADDRESS) {
      strange = oneMore(ofHosts, host);
      if (strange == MOST_OF_ADDRESS) {
        LOG.warn(
            "Logins from {} are refused until {}, but for users who logged in from there within a"
                + " day, since {} of them failed, the last as \"{}\". Where no program of yours is"
                + " there, keep it out by the listener's allow, or by a firewall",
            host,
            penaltyEnds(),
            strange,
            Visible.text(user));
      }
    }
    int counted = Math.max(bad, strange - MOST_FAILURES);
    return firstDelay.multipliedBy(1L << Math.min(counted - 1, 4));
  }

  private Instant penaltyEnds() {
    return clock.instant().plus(PENALTY).truncatedTo(ChronoUnit.SECONDS);
  }

  /** A good login forgives the bad ones of that user, not those of others. */
  synchronized void succeeded(InetAddress address, String user) {
    Origin whose = Origin.of(address, user);
    ofUsers.remove(whose);
    successes.put(whose, clock.instant());
  }

  /** Runs it when its turn has come. */
  boolean inTurn(BooleanSupplier verification) {
    work.acquireUninterruptibly();
    try {
      return verification.getAsBoolean();
    } finally {
      work.release();
    }
  }
}
