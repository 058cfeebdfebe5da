package org.postern.spool.internal.sql;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes those who wait for work. A ring that nobody hears is kept for the next who listens. */
final class Bell {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private boolean unheard;
  private long rings;

  void ring() {
    lock.lock();
    try {
      unheard = true;
      rings++;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** False where the time was over first. */
  boolean await(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.NANOSECONDS.convert(atMost);
      long before = rings;
      while (!unheard && rings == before) {
        if (left <= 0) {
          return false;
        }
        left = rung.awaitNanos(left);
      }
      unheard = false;
      return true;
    } finally {
      lock.unlock();
    }
  }
}
