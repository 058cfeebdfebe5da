package org.postern.testkit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One thread for each connection: virtual where the JDK has them (21 and later), else daemon. */
final class ServerThreads {

  private static final Optional<MethodHandle> VIRTUAL = virtual();

  private ServerThreads() {}

  static ExecutorService newExecutor(String name) {
    if (VIRTUAL.isPresent()) {
      try {
        return (ExecutorService) VIRTUAL.get().invokeExact();
      } catch (Throwable broken) {
        throw new IllegalStateException("this JDK cannot make virtual threads", broken);
      }
    }
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Waits for a latch that a test opens. */
  static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("server is closing");
    }
  }

  /** Writes one byte at a time, that far apart: the fault itself, not a wait of a test. */
  static void trickle(OutputStream out, byte[] bytes, Duration pace) throws IOException {
    for (byte b : bytes) {
      out.write(b);
      out.flush();
      pause(pace);
    }
  }

  /** Lets time pass on the server's side. */
  static void pause(Duration time) throws IOException {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("server is closing");
    }
  }

  private static Optional<MethodHandle> virtual() {
    try {
      return Optional.of(
          MethodHandles.publicLookup()
              .findStatic(
                  Executors.class,
                  "newVirtualThreadPerTaskExecutor",
                  MethodType.methodType(ExecutorService.class)));
    } catch (NoSuchMethodException | IllegalAccessException olderJdk) {
      return Optional.empty();
    }
  }
}
