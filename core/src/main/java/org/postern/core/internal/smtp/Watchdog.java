package org.postern.core.internal.smtp;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what takes too long: one daemon thread for all connections of a mailer. A socket's own
 * time-out begins anew with each byte that comes and does not hold for writes at all; this one is
 * absolute. Arming costs a volatile write, and wakes the thread only where the new deadline is the
 * nearest. Thread safe.
 */
final class Watchdog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final long NEVER = Long.MAX_VALUE;
  private static final long FIRED = Long.MIN_VALUE;
  private static final long ORIGIN = System.nanoTime();

  private final Set<Guard> guards = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::watch, "postern-smtp-watchdog");
  private final AtomicLong nextLook = new AtomicLong(NEVER);
  private volatile boolean closed;

  Watchdog() {
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * A guard that is not armed yet.
   *
   * @param overdue what ends the thing; runs on the watchdog's thread, so it must not block
   */
  Guard guard(Runnable overdue) {
    Guard guard = new Guard(overdue);
    guards.add(guard);
    return guard;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void watch() {
    while (!closed) {
      // whoever arms during the look finds NEVER here and unparks, so nothing is overlooked
      nextLook.set(NEVER);
      long nearest = look(now());
      nextLook.set(nearest);
      if (nearest == NEVER) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, Math.max(1, nearest - now()));
      }
    }
  }

  /** Ends what is overdue at this moment; when the next of the others will be. */
  long look(long now) {
    long nearest = NEVER;
    for (Guard guard : guards) {
      nearest = Math.min(nearest, guard.look(now));
    }
    return nearest;
  }

  /** This moment in nanoseconds, as {@link #look} counts them. */
  static long now() {
    return System.nanoTime() - ORIGIN;
  }

  /** Watches over one thing. */
  final class Guard implements AutoCloseable {

    private final Runnable overdue;
    private final AtomicLong due = new AtomicLong(NEVER);

    private Guard(Runnable overdue) {
      this.overdue = overdue;
    }

    /** From now on the thing has this long; replaces an earlier limit. */
    void arm(Duration limit) {
      long at = now() + limit.toNanos();
      set(at);
      if (at < nextLook.get()) {
        LockSupport.unpark(thread);
      }
    }

    /** No limit for now. */
    void disarm() {
      set(NEVER);
    }

    /** True once the limit ran out; it stays so. */
    boolean fired() {
      return due.get() == FIRED;
    }

    @Override
    public void close() {
      disarm();
      guards.remove(this);
    }

    private void set(long at) {
      long before = due.get();
      while (before != FIRED && !due.compareAndSet(before, at)) {
        before = due.get();
      }
    }

    private long look(long now) {
      long at = due.get();
      if (at == FIRED || at > now) {
        return at == FIRED ? NEVER : at;
      }
      if (!due.compareAndSet(at, FIRED)) {
        return now; // armed anew this instant: look again
      }
      guards.remove(this);
      try {
        overdue.run();
      } catch (RuntimeException bug) {
        LOG.error("Cannot end an overdue connection", bug);
      }
      return NEVER;
    }
  }
}
