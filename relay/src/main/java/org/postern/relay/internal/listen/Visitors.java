package org.postern.relay.internal.listen;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Who is here, and who may come in. Where there is no room left, whoever lets us wait longest goes:
 * a thousand idle connections do not keep a busy client out. Thread safe.
 */
final class Visitors {

  static final Reply FULL = new Reply(421, "4.3.2", "Too many connections; come again later");

  /** Whoever said something within this time is not idle. */
  private static final long BUSY = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long SLOW = TimeUnit.SECONDS.toNanos(10);

  private int most;
  private int mostOfOne;
  private final Set<Connection> present = new HashSet<>();
  private final Map<Host, Integer> perHost = new HashMap<>();

  /**
   * How many may be here from now on; whoever is here stays.
   *
   * @param ofOne those of one host
   */
  synchronized void limit(int all, int ofOne) {
    most = all;
    mostOfOne = ofOne;
  }

  /** Lets it in, in place of an idle one if need be; false where everybody is busy. */
  synchronized boolean admit(Connection connection) {
    Host from = origin(connection);
    boolean crowd = perHost.getOrDefault(from, 0) >= mostOfOne;
    if (crowd || present.size() >= most) {
      Optional<Connection> idle = longestIdle(other -> !crowd || origin(other).equals(from));
      if (idle.isEmpty()) {
        return false;
      }
      leave(idle.get());
      idle.get().sendAway(FULL);
    }
    present.add(connection);
    perHost.merge(from, 1, Integer::sum);
    return true;
  }

  /** Between two mails nothing is lost by going; in the midst of one only who is too slow goes. */
  private Optional<Connection> longestIdle(Predicate<Connection> among) {
    long now = System.nanoTime();
    List<Connection> some = present.stream().filter(among).toList();
    return longest(some, now, Connection::isBetween, BUSY)
        .or(() -> longest(some, now, one -> true, SLOW));
  }

  private static Optional<Connection> longest(
      List<Connection> some, long now, Predicate<Connection> which, long least) {
    return some.stream()
        .filter(which)
        .filter(one -> one.lag(now) > least)
        .max(Comparator.comparingLong(one -> one.lag(now)));
  }

  /** It is gone. */
  synchronized void leave(Connection connection) {
    if (present.remove(connection)) {
      perHost.computeIfPresent(origin(connection), (host, count) -> count == 1 ? null : count - 1);
      notifyAll();
    }
  }

  /** Everybody who is here now. */
  synchronized List<Connection> all() {
    return List.copyOf(present);
  }

  /** How many are here. */
  synchronized int count() {
    return present.size();
  }

  /** Waits until everybody is gone, or the time is over. */
  synchronized void awaitNobody(long deadline) throws InterruptedException {
    long left = deadline - System.nanoTime();
    while (!present.isEmpty() && left > 0) {
      wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
      left = deadline - System.nanoTime();
    }
  }

  private static Host origin(Connection connection) {
    return Host.of(connection.address().orElseThrow());
  }
}
