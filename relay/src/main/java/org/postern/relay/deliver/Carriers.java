package org.postern.relay.deliver;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.postern.spool.Claim;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that carry mail, and the room in which claimed mail waits for them, is on its way, or
 * waits to be written down. Whoever claims mail has made room before. Thread safe.
 */
final class Carriers {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /** Claimed mail for each thread: enough that none waits for the spool between two mails. */
  private static final int ROOM_PER_CARRIER = 8;

  private static final long SHORT_WAIT = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long STUCK = TimeUnit.SECONDS.toNanos(1);

  private final int size;
  private final Semaphore room;
  private final AtomicInteger loads = new AtomicInteger();

  /** An empty one ends whoever takes it, and is left there for the next. */
  private final LinkedBlockingQueue<Optional<Load>> ready = new LinkedBlockingQueue<>();

  private final ExecutorService threads;
  private final Consumer<Load> carry;
  private volatile boolean retired;
  private volatile boolean closed;
  private volatile long stuckUntil = System.nanoTime();

  /**
   * A mail to carry.
   *
   * @param kept its lease
   * @param tryOne true where it tries a closed route
   */
  record Load(Claim claim, LeaseKeeper.Kept kept, boolean tryOne) {}

  /**
   * @param carry what is done with each; {@link #leaves} is called in the end, or it throws
   */
  Carriers(int count, ExecutorService threads, Consumer<Load> carry) {
    this.size = count * ROOM_PER_CARRIER;
    this.room = new Semaphore(size, true);
    this.threads = threads;
    this.carry = carry;
    for (int i = 0; i < count; i++) {
      threads.execute(this::run);
    }
  }

  private void run() {
    while (!closed) {
      try {
        Optional<Load> next = ready.take();
        if (next.isEmpty()) {
          ready.add(next);
          return;
        }
        one(next.get());
      } catch (InterruptedException left) {
        // by code that a mail ran through; who wants this thread to end has closed us before
        LOG.debug("A carrier was interrupted");
      }
    }
  }

  private void one(Load load) {
    try {
      carry.accept(load);
    } catch (Throwable fault) {
      // one mail, whatever is in it, never ends a carrier
      Mishap.log(LOG, "{} is kept: it could not be carried", load.claim().id(), fault);
      leaves(load);
    }
  }

  /**
   * Makes room for one mail, in the order of those who ask. A short wait costs less than the way
   * over the disk, but only where mail moves: after one wait in vain nobody waits for a while.
   */
  boolean tryRoom() {
    try {
      if (room.tryAcquire(0, TimeUnit.NANOSECONDS)) {
        return true;
      }
      if (System.nanoTime() - stuckUntil < 0) {
        return false;
      }
      boolean made = room.tryAcquire(SHORT_WAIT, TimeUnit.NANOSECONDS);
      if (!made) {
        stuckUntil = System.nanoTime() + STUCK;
      }
      return made;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Makes room for some mails, {@code most} at most; waits for it in the order of all. */
  int awaitRoom(int most) throws InterruptedException {
    int least = Math.min(most, size / 4);
    room.acquire(least);
    int made = least;
    while (made < most && room.tryAcquire()) {
      made++;
    }
    return made;
  }

  /** Room that was not used after all. */
  void giveBack(int unused) {
    room.release(unused);
  }

  /** Hands over a mail for which room was made. */
  void add(Load load) {
    loads.incrementAndGet();
    ready.add(Optional.of(load));
    if (retired) {
      takeOver();
    }
  }

  /**
   * There is no more to carry: what waits for a thread is done with by the caller, who has seen to
   * it that this is quick, and each thread ends once it has nothing under way.
   */
  void retire() {
    retired = true;
    takeOver();
  }

  private void takeOver() {
    for (Optional<Load> next = ready.poll(); next != null; next = ready.poll()) {
      next.ifPresent(this::one);
    }
    ready.add(Optional.empty());
  }

  /** It is done with; said twice it counts once. */
  void leaves(Load load) {
    if (load.kept().leave()) {
      loads.decrementAndGet();
      room.release();
    }
  }

  /** How many mails there is room for. */
  int size() {
    return size;
  }

  /** Mails under way: not those that wait for a thread, nor room for which there is no mail. */
  int underWay() {
    return Math.max(0, loads.get() - (retired ? 0 : ready.size()));
  }

  /** False where mails were still under way when the time was over. */
  boolean awaitEmpty(Duration within) throws InterruptedException {
    return room.tryAcquire(size, within.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends the threads. */
  void close() {
    closed = true;
    threads.shutdownNow();
  }
}
