package org.postern.spool.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes all operations that wait and commits them in one
 * transaction, so that a hundred mails cost one sync of the disk.
 */
final class Writer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int MOST = 1000;
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Transactions transactions;
  private final Bell bell;
  private final LinkedBlockingQueue<Job<?>> waiting = new LinkedBlockingQueue<>();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final Thread thread = new Thread(this::work, "postern-spool");
  private final Job<?> wake = new Job<>((session, tally) -> true, new CompletableFuture<>());
  private volatile boolean closed;

  Writer(Database database, Bell bell, Writability writing) {
    this.transactions = new Transactions(database, writing);
    this.bell = bell;
    thread.setDaemon(true);
    thread.start();
  }

  /** Runs it and waits until it is durable. */
  <T> T run(Operation<T> operation) {
    return result(submit(operation));
  }

  /** Runs it; what hangs on the future runs on the writer's thread, and holds all others up. */
  <T> CompletableFuture<T> submit(Operation<T> operation) {
    Job<T> job = new Job<>(operation, new CompletableFuture<>());
    unanswered.incrementAndGet();
    job.told().whenComplete((done, failed) -> unanswered.decrementAndGet());
    waiting.add(job);
    if (closed) {
      failRest();
    }
    return job.told();
  }

  /** Waits for it. */
  static <T> T result(CompletableFuture<T> told) {
    try {
      return told.join();
    } catch (CompletionException failed) {
      throw withOwnTrace(failed.getCause());
    }
  }

  /** How many operations wait. */
  int waiting() {
    return waiting.size();
  }

  /** How many operations wait or are under way. */
  int unanswered() {
    return unanswered.get();
  }

  private static RuntimeException withOwnTrace(Throwable cause) {
    return cause instanceof SpoolException fault
        ? new SpoolException(fault.kind(), fault.getMessage(), fault)
        : new IllegalStateException("the spool failed by a fault of its own: " + cause, cause);
  }

  private void work() {
    List<Job<?>> batch = new ArrayList<>(MOST);
    long lastLook = System.nanoTime();
    while (!closed || !waiting.isEmpty()) {
      try {
        batch.clear();
        Job<?> first = waiting.poll(QUIET_NANOS, TimeUnit.NANOSECONDS);
        if (first != null) {
          batch.add(first);
          waiting.drainTo(batch, MOST - 1);
          if (closed) {
            batch.removeIf(job -> job == wake);
          }
          transactions.run(batch);
        }
        if (System.nanoTime() - lastLook >= QUIET_NANOS) {
          lastLook = System.nanoTime();
          look();
        }
      } catch (Throwable unexpected) {
        // whatever it is, the callers get an answer and the next ones their turn
        LOG.error("The spool's writer met a fault of its own", unexpected);
        batch.forEach(job -> job.fail(unexpected));
      }
    }
    transactions.close();
  }

  /** Also in the midst of work: other processes have mail, too. */
  private void look() {
    if (!closed && transactions.quiet()) {
      bell.ring();
    }
  }

  private void failRest() {
    // those that the writer has taken by now it also answers
    for (Job<?> job = waiting.poll(); job != null; job = waiting.poll()) {
      job.fail(new SpoolException(Kind.UNUSABLE, "the spool is closed; start Postern again"));
    }
  }

  /** Takes nothing more, and does not wait until it has done what it has. */
  void end() {
    closed = true;
    // so that the writer need not wait for its quiet moment to see it
    waiting.add(wake);
  }

  /** Finishes what waits. */
  @Override
  public void close() {
    end();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    failRest();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
