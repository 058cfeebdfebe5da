package org.postern.truststore;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket when the time is up: the only end that covers connect, slow replies and a slow
 * handshake alike.
 */
final class Deadline implements AutoCloseable {

  private final long end;
  private final ScheduledExecutorService watch;

  private Deadline(Duration timeout) {
    this.end = System.nanoTime() + timeout.toNanos();
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "postern-fetch-deadline");
              thread.setDaemon(true);
              return thread;
            });
  }

  static Deadline in(Duration timeout) {
    return new Deadline(timeout);
  }

  void closes(Socket socket) {
    watch.schedule(() -> close(socket), end - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  boolean passed() {
    return System.nanoTime() - end >= 0;
  }

  /** Half of what is left, so that a dead address leaves time for the next; 0 is never answered. */
  int shareInMillis() {
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    return (int) Math.max(1, Math.min(left / 2, Integer.MAX_VALUE));
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException closedAnyway) {
      // the reader gets its own exception
    }
  }
}
