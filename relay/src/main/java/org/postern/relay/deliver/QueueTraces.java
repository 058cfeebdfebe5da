package org.postern.relay.deliver;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.postern.core.Background;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the log what people did to mails of the queue, by commands that are processes of
 * their own, and may have run while nothing delivered. Thread safe.
 */
final class QueueTraces implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(QueueTraces.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Spool spool;
  private final ScheduledExecutorService clockwork = Background.clockwork("postern-queue-traces");

  QueueTraces(Spool spool) {
    this.spool = spool;
  }

  void start() {
    long pause = LOOK_EVERY.toNanos();
    clockwork.scheduleWithFixedDelay(this::look, 0, pause, TimeUnit.NANOSECONDS);
  }

  private void look() {
    try {
      spool.queue().tellTraces(LifeLog::changed);
    } catch (SpoolException fault) {
      // it is told elsewhere what ails the spool; what was done is told when it works again
      LOG.debug("The spool was not asked what people did to the queue", fault);
    } catch (RuntimeException bug) {
      LOG.error("What people did to the queue could not be read", bug);
    }
  }

  /** What was not told yet is told by the next start. */
  @Override
  public void close() {
    clockwork.shutdown();
    try {
      clockwork.awaitTermination(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
