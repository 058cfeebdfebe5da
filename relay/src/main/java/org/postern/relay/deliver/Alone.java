package org.postern.relay.deliver;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Work of which one thread at a time does some. */
final class Alone {

  private final ReentrantLock lock = new ReentrantLock();

  <T> T get(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  void run(Runnable work) {
    get(
        () -> {
          work.run();
          return true;
        });
  }
}
