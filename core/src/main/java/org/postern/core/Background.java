package org.postern.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where blocking work runs beside the caller: virtual threads from JDK 21 on, else daemon threads.
 */
public final class Background {

  private static final AtomicLong COUNT = new AtomicLong();

  private Background() {}

  /** A new executor; the caller shuts it down. */
  public static ExecutorService executor() {
    try {
      return (ExecutorService)
          MethodHandles.publicLookup()
              .findStatic(
                  Executors.class,
                  "newVirtualThreadPerTaskExecutor",
                  MethodType.methodType(ExecutorService.class))
              .invoke();
    } catch (Error fatal) {
      throw fatal;
    } catch (Throwable olderJdk) {
      return Executors.newCachedThreadPool(
          work -> daemon(work, "postern-background-" + COUNT.incrementAndGet()));
    }
  }

  /**
   * What does small work at its time, one after the other, on a daemon thread; the caller shuts it
   * down.
   *
   * @param name of the thread
   */
  public static ScheduledExecutorService clockwork(String name) {
    return Executors.newSingleThreadScheduledExecutor(work -> daemon(work, name));
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
