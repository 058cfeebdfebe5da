package org.postern.distribution.watch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.postern.core.Background;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries messages by one road, one after the other, and tries again what did not get through. Of a
 * long row of messages the oldest are dropped. Thread safe.
 */
final class Carrier {

  private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);
  private static final int MOST = 200;

  private final ScheduledExecutorService worker = Background.clockwork("postern-alerts");
  private final ArrayDeque<Notice> queue = new ArrayDeque<>();
  private Optional<Road> road = Optional.empty();
  private List<Duration> retry = List.of();
  private boolean busy;
  private long sent;
  private long failed;

  synchronized void use(Road newer, List<Duration> pauses) {
    road = Optional.of(newer);
    retry = pauses;
  }

  /** The settings name this road no longer. */
  synchronized void rest() {
    road = Optional.empty();
    queue.clear();
  }

  synchronized void send(Notice notice) {
    if (road.isEmpty()) {
      return;
    }
    if (queue.size() == MOST) {
      queue.removeFirst();
      failed++;
    }
    queue.addLast(notice);
    if (!busy) {
      busy = true;
      next(Duration.ZERO, 0);
    }
  }

  synchronized Roads.Count count() {
    return new Roads.Count(sent, failed);
  }

  private void next(Duration pause, int attempt) {
    try {
      worker.schedule(() -> carry(attempt), pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("A warning is not sent, since the server ends");
    }
  }

  private void carry(int attempt) {
    Optional<Notice> first;
    Optional<Road> now;
    synchronized (this) {
      first = Optional.ofNullable(queue.peekFirst());
      now = road;
      if (first.isEmpty() || now.isEmpty()) {
        busy = false;
        return;
      }
    }
    try {
      String how = now.get().carry(first.get());
      LOG.debug("Warning sent by {}: {}", now.get().name(), how);
      done(first.get(), true);
    } catch (RoadException refused) {
      again(now.get().name(), first.get(), refused, attempt);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      LOG.error("A warning cannot be sent by {} for an unexpected reason", now.get().name(), bug);
      done(first.get(), false);
    }
  }

  private void again(String name, Notice notice, RoadException refused, int attempt) {
    List<Duration> pauses;
    synchronized (this) {
      pauses = retry;
    }
    if (refused.again() && attempt < pauses.size()) {
      LOG.warn(
          "A warning did not get through by {} and is tried again in {} s: {}",
          name,
          pauses.get(attempt).toSeconds(),
          refused.getMessage());
      next(pauses.get(attempt), attempt + 1);
    } else {
      LOG.error(
          "A warning did not get through by {} and is given up: {}; `postern alert test` tries"
              + " the road",
          name,
          refused.getMessage());
      done(notice, false);
    }
  }

  private synchronized void done(Notice notice, boolean through) {
    queue.removeFirstOccurrence(notice);
    notifyAll();
    if (through) {
      sent++;
    } else {
      failed++;
    }
    next(Duration.ZERO, 0);
  }

  /**
   * Ends, and says of each message that did not get through that nobody got it.
   *
   * @param deadline by {@link System#nanoTime()}: until then it waits for what is under way
   */
  void close(long deadline) {
    synchronized (this) {
      long left = deadline - System.nanoTime();
      try {
        while (!queue.isEmpty() && left > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
          left = deadline - System.nanoTime();
        }
      } catch (InterruptedException hurried) {
        Thread.currentThread().interrupt();
      }
      road.ifPresent(
          by ->
              queue.forEach(
                  lost ->
                      LOG.error(
                          "A warning was not sent by {} before the server ended: {}",
                          by.name(),
                          lost.condition().text())));
      queue.clear();
    }
    worker.shutdownNow();
  }
}
