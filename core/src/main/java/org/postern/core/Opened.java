package org.postern.core;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Lets work be done until closed, and closes only once no work is under way. Thread safe. */
final class Opened {

  private final ReentrantReadWriteLock working = new ReentrantReadWriteLock();
  private volatile boolean closed;

  /**
   * Does the work.
   *
   * @throws IllegalStateException when closed
   */
  <T> T during(Supplier<T> work) {
    working.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the mailer is closed");
      }
      return work.get();
    } finally {
      working.readLock().unlock();
    }
  }

  /** Ends it all, once; a second call does nothing. */
  void close(Runnable end) {
    if (closed) {
      return;
    }
    closed = true;
    working.writeLock().lock(); // once held, no work is under way
    try {
      end.run();
    } finally {
      working.writeLock().unlock();
    }
  }
}
