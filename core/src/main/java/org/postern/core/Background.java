package org.postern.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
      return Executors.newCachedThreadPool(Background::daemon);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "postern-background-" + COUNT.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
