package org.postern.relay.internal.listen;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends whoever had its time, four times a second. Nothing but the stop of the server ends it:
 * without it silent clients would stay for ever.
 */
final class Sweeper implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Visitors visitors;
  private final BooleanSupplier over;
  private boolean told;

  Sweeper(Visitors visitors, BooleanSupplier over) {
    this.visitors = visitors;
    this.over = over;
  }

  /** On a thread of its own. */
  void start() {
    Thread thread = new Thread(this, "postern-listen-sweeper");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    while (!over.getAsBoolean()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      try {
        for (Connection connection : visitors.all()) {
          endIfLate(connection);
        }
      } catch (RuntimeException | Error fault) {
        tell(fault);
      }
    }
  }

  /** What goes wrong with one client keeps no other here. */
  private void endIfLate(Connection connection) {
    try {
      connection.endIfLate(System.nanoTime());
    } catch (RuntimeException | Error fault) {
      tell(fault);
    }
  }

  private void tell(Throwable fault) {
    if (told) {
      return;
    }
    try {
      LOG.error(
          "Clients that had their time cannot be sent away; that is tried again four times a"
              + " second. Where memory is short, give the server more of it (-Xmx)",
          fault);
      told = true;
    } catch (RuntimeException | Error speechless) {
      // no memory even for a line in the log; the next fault is told
      told = false;
    }
  }
}
