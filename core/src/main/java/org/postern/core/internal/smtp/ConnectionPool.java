package org.postern.core.internal.smtp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.postern.core.smtp.Deadline;
import org.postern.core.smtp.Stage;
import org.postern.core.vitals.PoolStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends connections, each to one send at a time, the one used last first. Never more are open than
 * there are turns: a turn is held from before a connection is opened until after it is idle or
 * closed. Thread safe.
 */
final class ConnectionPool {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

  /**
   * Before a server that is full and took one of ours a moment ago is asked again; then doubled.
   */
  private static final Duration BREATH = Duration.ofMillis(200);

  private final Opener opener;
  private final PoolLimits limits;
  private final Watchdog watchdog;
  private final Executor background;
  private final Turns turns;
  private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final LongAdder openings = new LongAdder();
  private volatile boolean closed;

  ConnectionPool(Opener opener, PoolLimits limits, Watchdog watchdog, Executor background) {
    this.opener = opener;
    this.limits = limits;
    this.watchdog = watchdog;
    this.background = background;
    this.turns = new Turns(limits.connections());
  }

  /**
   * A connection; must be given back.
   *
   * @param fresh true where none may be taken that was used before
   * @throws SmtpFault where there is none to be had
   */
  SmtpConnection take(boolean fresh) throws SmtpFault {
    Deadline patience = Deadline.after(limits.patience());
    Duration breath = BREATH;
    while (true) {
      awaitTurn(patience);
      boolean lent = false;
      boolean others = false;
      try {
        SmtpConnection connection = fromIdle(fresh);
        lent = true;
        return connection;
      } catch (SmtpFault fault) {
        others = tooMany(fault) && (turns.lower() || !idle.isEmpty());
        if (!others && !(tooMany(fault) && turns.welcomedLately())) {
          throw fault;
        }
        LOG.debug("Waits for another connection: {}", fault.explanation());
      } finally {
        if (!lent) {
          turns.giveBack();
        }
      }
      if (!others) {
        breathe(breath);
        breath = breath.multipliedBy(2);
      }
    }
  }

  /** Takes a connection back: to be used again, or to be closed. */
  void giveBack(SmtpConnection connection) {
    if (!connection.usable()) {
      connection.close();
      turns.giveBack();
    } else if (closed || limits.idle().isZero() || tired(connection)) {
      inBackground(
          () -> {
            connection.quit();
            turns.giveBack();
          });
    } else {
      Idle resting = new Idle(connection);
      idle.addFirst(resting);
      resting.guard.arm(limits.idle());
      turns.giveBack();
      if (closed) {
        drain().forEach(SmtpConnection::quit);
      }
    }
  }

  /** The server refuses mail because there are too many connections. */
  void slowDown() {
    turns.lower();
  }

  /** How it stands. */
  PoolStatus status() {
    return new PoolStatus(turns.taken(), idle.size(), openings.sum());
  }

  /** From now on nothing is kept; what is idle says QUIT, all at once, and is closed. */
  void close() {
    closed = true;
    List<SmtpConnection> resting = drain();
    CountDownLatch quits = new CountDownLatch(resting.size());
    for (SmtpConnection connection : resting) {
      inBackground(
          () -> {
            connection.quit();
            quits.countDown();
          });
    }
    Duration patience = opener.route().limits().farewell().duration().multipliedBy(2);
    try {
      if (!quits.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("Not every connection could say QUIT in time");
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
    resting.forEach(SmtpConnection::close);
  }

  private void awaitTurn(Deadline patience) throws SmtpFault {
    try {
      if (turns.take(patience.remaining())) {
        return;
      }
    } catch (InterruptedException asked) {
      throw interrupted();
    }
    throw SmtpFault.ours(
        Stage.CONNECT,
        Verdict.SLOW_DOWN,
        "all "
            + turns.allowed()
            + " connections to "
            + opener.route()
            + " were busy for "
            + limits.patience().toSeconds()
            + " s (postern.pool.max_wait); send less at once, or raise "
            + "postern.pool.max_connections where the server allows it");
  }

  private static void breathe(Duration time) throws SmtpFault {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException asked) {
      throw interrupted();
    }
  }

  private static SmtpFault interrupted() {
    Thread.currentThread().interrupt();
    return SmtpFault.ours(
        Stage.CONNECT, Verdict.RETRY, "interrupted while waiting for a connection");
  }

  private SmtpConnection fromIdle(boolean fresh) throws SmtpFault {
    for (Idle found = idle.pollFirst(); found != null; found = idle.pollFirst()) {
      if (!found.wake()) {
        continue; // its time was up: it is being closed
      }
      SmtpConnection connection = found.connection;
      if (!fresh && connection.usable() && !tired(connection)) {
        return connection;
      }
      connection.quit();
      if (fresh) {
        break; // this one's place is enough; the others may be good
      }
    }
    SmtpConnection opened = opener.open(Steps.UNHEARD);
    turns.welcomed();
    openings.increment();
    return opened;
  }

  private boolean tired(SmtpConnection connection) {
    return connection.messages() >= limits.messages()
        || connection.age().compareTo(limits.age()) >= 0
        || connection.loginEnded();
  }

  private boolean tooMany(SmtpFault fault) {
    return fault.verdict().action() == Verdict.SLOW_DOWN.action();
  }

  private List<SmtpConnection> drain() {
    List<SmtpConnection> resting = new ArrayList<>();
    for (Idle found = idle.pollFirst(); found != null; found = idle.pollFirst()) {
      if (found.wake()) {
        resting.add(found.connection);
      }
    }
    return resting;
  }

  private void inBackground(Runnable work) {
    try {
      background.execute(work);
    } catch (RejectedExecutionException shutDown) {
      work.run();
    }
  }

  /** A connection without work, and who ends it when its time is up. */
  private final class Idle {

    private final SmtpConnection connection;
    private final Watchdog.Guard guard;

    private Idle(SmtpConnection connection) {
      this.connection = connection;
      this.guard = watchdog.guard(this::expire);
    }

    /** True where it is the caller's now. */
    private boolean wake() {
      guard.close();
      return !guard.fired();
    }

    private void expire() {
      idle.remove(this);
      try {
        background.execute(connection::quit); // never on this thread, which must not wait
      } catch (RejectedExecutionException shutDown) {
        connection.close();
      }
    }
  }
}
