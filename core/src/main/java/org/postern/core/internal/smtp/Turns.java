package org.postern.core.internal.smtp;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.core.smtp.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections may be in use at once, first come first served. The number goes down when
 * the server says that there are too many, and up again by one each minute of peace. Thread safe.
 */
final class Turns {

  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
  private static final long PEACE = Duration.ofMinutes(1).toNanos();
  private static final Duration LATELY = Duration.ofSeconds(5);

  private final int most;
  private final Semaphore free;
  private final ReentrantLock lock = new ReentrantLock();
  private int allowed;
  private int owed;
  private int taken;
  private long lastChange = System.nanoTime();
  private Deadline worksUntil = Deadline.after(Duration.ZERO);

  Turns(int most) {
    this.most = most;
    this.allowed = most;
    this.free = new Semaphore(most, true);
  }

  /** Waits for a turn; false where none came in time. */
  boolean take(Duration patience) throws InterruptedException {
    boolean mine = free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (mine) {
      lock.lock();
      try {
        taken++;
      } finally {
        lock.unlock();
      }
    }
    return mine;
  }

  /** How many are in use. */
  int taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Gives a turn back. */
  void giveBack() {
    lock.lock();
    try {
      taken--;
      if (owed > 0) {
        owed--;
      } else {
        free.release();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The server has too many connections of ours, says one that has a turn.
   *
   * @return false where it is the only one: then the server means something else
   */
  boolean lower() {
    lock.lock();
    try {
      lastChange = System.nanoTime();
      if (taken <= 1) {
        return false;
      }
      if (allowed > 1) {
        allowed--;
        owed++; // the caller's own turn is not given to the next
        LOG.info("The server allows fewer connections: now at most {}", allowed);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The server took one more connection. */
  void welcomed() {
    lock.lock();
    try {
      worksUntil = Deadline.after(LATELY);
      if (allowed < most && System.nanoTime() - lastChange > PEACE) {
        lastChange = System.nanoTime();
        allowed++;
        if (owed > 0) {
          owed--;
        } else {
          free.release();
        }
        LOG.info("Trying one connection more: now at most {}", allowed);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * True where the server took a connection a moment ago: then it has room now and then, and may
   * not have counted yet that one of ours has gone.
   */
  boolean welcomedLately() {
    lock.lock();
    try {
      return !worksUntil.passed();
    } finally {
      lock.unlock();
    }
  }

  int allowed() {
    lock.lock();
    try {
      return allowed;
    } finally {
      lock.unlock();
    }
  }
}
