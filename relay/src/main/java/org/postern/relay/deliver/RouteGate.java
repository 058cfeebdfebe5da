package org.postern.relay.deliver;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.core.smtp.Deadline;

/**
 * Whether mail may go out at all. A fault of the route (login, token, TLS, network) closes it: then
 * one mail at a time tries the way, each later than the one before, until one gets through. So a
 * thousand mails do not each run into the same wall. Measured on the monotonic clock. Thread safe.
 */
final class RouteGate {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Duration longest;
  private Optional<Held> held = Optional.empty();
  private Deadline nextTry = Deadline.after(Duration.ZERO);
  private Duration wait = Duration.ZERO;
  private boolean trying;

  /**
   * Open.
   *
   * @param longest between two tries
   */
  RouteGate(Duration longest) {
    this.longest = longest;
  }

  /** Why it is closed, and since when on the monotonic clock. */
  record Held(String reason, Optional<String> diagnosis, long sinceNanos) {}

  /** What a caller may do who wants to send. */
  enum Pass {
    /** Send as much as you like. */
    OPEN,
    /** Send one mail, and say how it went. */
    TRY_ONE,
    /** Nothing yet. */
    CLOSED
  }

  /** Asks, and waits at most so long for more than {@link Pass#CLOSED}. */
  Pass await(Duration atMost) throws InterruptedException {
    Deadline end = Deadline.after(atMost);
    lock.lockInterruptibly();
    try {
      while (true) {
        if (held.isEmpty()) {
          return Pass.OPEN;
        }
        if (!trying && nextTry.passed()) {
          trying = true;
          return Pass.TRY_ONE;
        }
        Deadline until = trying || end.compareTo(nextTry) < 0 ? end : nextTry;
        if (end.passed()) {
          return Pass.CLOSED;
        }
        // changed by others or over: looked at again either way
        if (!changed.await(until.remaining().toNanos(), TimeUnit.NANOSECONDS) && end.passed()) {
          return Pass.CLOSED;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  boolean open() {
    lock.lock();
    try {
      return held.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The route is at fault.
   *
   * @param first how long until the first try; doubled each time up to the longest wait, or itself
   *     where that is longer
   * @return true where it was open before, or what tried it met another fault
   */
  boolean close(String reason, Optional<String> diagnosis, Duration first) {
    lock.lock();
    try {
      // mails that were under way when it closed say the same in other words
      boolean news = held.isEmpty() || trying && differs(reason, diagnosis);
      if (held.isEmpty() || trying) {
        Duration most = Holds.max(first, longest);
        Duration doubled = held.isEmpty() ? first : Holds.max(first, wait.multipliedBy(2));
        wait = doubled.compareTo(most) > 0 ? most : doubled;
        nextTry = Deadline.after(wait);
      }
      trying = false;
      long since = held.map(Held::sinceNanos).orElseGet(System::nanoTime);
      held = Optional.of(new Held(reason, diagnosis, since));
      changed.signalAll();
      return news;
    } finally {
      lock.unlock();
    }
  }

  private boolean differs(String reason, Optional<String> diagnosis) {
    Held known = held.orElseThrow();
    return !known.diagnosis().equals(diagnosis)
        || diagnosis.isEmpty() && !known.reason().equals(reason);
  }

  /** A mail got through; how long the route had been held, where it was. */
  Optional<Duration> reopen() {
    lock.lock();
    try {
      Optional<Duration> lasted =
          held.map(was -> Duration.ofNanos(System.nanoTime() - was.sinceNanos()));
      held = Optional.empty();
      trying = false;
      wait = Duration.ZERO;
      changed.signalAll();
      return lasted;
    } finally {
      lock.unlock();
    }
  }

  /** There was nothing to try with, or the try said nothing about the route. */
  void notTried() {
    lock.lock();
    try {
      trying = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The next one may try at once: an administrator has mended something. */
  void tryNow() {
    lock.lock();
    try {
      nextTry = Deadline.after(Duration.ZERO);
      wait = Duration.ZERO;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Optional<Held> held() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  Duration untilNextTry() {
    lock.lock();
    try {
      return nextTry.remaining();
    } finally {
      lock.unlock();
    }
  }
}
