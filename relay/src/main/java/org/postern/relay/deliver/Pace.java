package org.postern.relay.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.postern.relay.deliver.PacePage.Slow;
import org.postern.spool.Notebook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps to what a provider allows: messages within any minute, recipients within any day, of all
 * nodes that deliver from one spool. What was sent is remembered over restarts. Never more than
 * allowed; slower for a while where the server asks for it. Thread safe.
 */
final class Pace {

  private static final Logger LOG = LoggerFactory.getLogger(Pace.class);
  private static final Duration SLOW = Duration.ofMinutes(10);

  private final Clock clock;
  private final PaceShare share;
  private final DayLedger day;
  private final SentMinute sent;
  private final Foretelling foretelling = new Foretelling();
  private final ReentrantLock lock = new ReentrantLock();
  private final PaceRoom room;
  private boolean changed;

  /**
   * Asks nothing of the notebook yet.
   *
   * @param perMinute messages within any 60 seconds; empty: any number
   * @param perDay recipients within any 24 hours; empty: any number
   * @param nanos a clock that is never set
   */
  Pace(
      OptionalInt perMinute,
      OptionalInt perDay,
      Notebook notebook,
      Clock clock,
      LongSupplier nanos) {
    this.clock = clock;
    this.share = new PaceShare(notebook, clock, nanos);
    this.day = new DayLedger(perDay, share::now);
    this.sent = new SentMinute(nanos);
    this.room = new PaceRoom(perMinute, share, day, sent);
  }

  private <T> T alone(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private void alone(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts one message to so many recipients, where it may go now and this is known without asking
   * the spool: costs nothing.
   */
  boolean tryTake(int recipients) {
    return alone(() -> taken(recipients));
  }

  private boolean taken(int recipients) {
    boolean may = room.isFor(recipients);
    if (may) {
      sent.add(1, room.limited());
      day.count(recipients);
      share.taken(recipients);
      changed = true;
      foretelling.of(day);
    }
    return may;
  }

  /**
   * As {@link #tryTake}, and asks the spool where that may help.
   *
   * @return how long it must wait; zero where it was counted
   */
  Duration take(int recipients) {
    return alone(
        () -> {
          boolean may = taken(recipients);
          if (!may && room.worthAsking(recipients)) {
            ask(true, recipients);
            may = taken(recipients);
          }
          return may ? Duration.ZERO : room.wait(recipients);
        });
  }

  private void ask(boolean busy, int wanted) {
    begin();
    PacePage page = share.ask(busy, room.perMinute(), day, sent.count(), wanted);
    day.told(page.steps());
    changed = false;
  }

  /** Who was stopped a moment ago does not begin with a full minute's worth. */
  private void begin() {
    share
        .first()
        .ifPresent(
            page -> {
              sent.add(share.recent(page), room.limited());
              day.known(page.steps());
            });
  }

  /** Other limits from now on; what was sent counts against them. */
  void limit(OptionalInt messagesPerMinute, OptionalInt recipientsPerDay) {
    alone(
        () -> {
          room.limit(messagesPerMinute);
          day.limit(recipientsPerDay);
          share.end();
          changed = true;
        });
  }

  /** One message that was counted did not go after all. */
  void giveBack(int recipients) {
    alone(
        () -> {
          sent.giveBack();
          day.giveBack(recipients);
          share.taken(-recipients);
          changed = true;
        });
  }

  /** How long until a server that says that the day is used up may take mail again. */
  Duration untilRenewal() {
    return alone(day::untilRenewal);
  }

  /** The server wants less: half of what went in the last minute, for ten minutes. */
  void slowDown() {
    alone(
        () -> {
          if (share.slow().isPresent()) {
            return; // one burst of refusals halves once
          }
          int last = Math.max(sent.count() + share.recentOfOthers(), 2);
          int most = Math.max(1, Math.min(room.perMinute().orElse(Integer.MAX_VALUE), last) / 2);
          share.slow(new Slow(most, share.now().plus(SLOW)));
          changed = true;
          LOG.warn("The server wants less mail: {} a minute for the next 10 minutes", most);
        });
  }

  /** When the day's recipients are used up at this pace; empty where they last, or are. */
  Optional<Instant> fullAt() {
    return alone(day::fullAt);
  }

  /** When a mail may go again, where the day's recipients are used up now. */
  Optional<Instant> renewsAt() {
    return alone(day::renewsAt);
  }

  /** Recipients within the last 24 hours, of all nodes as far as known here. */
  int today() {
    return alone(day::used);
  }

  /**
   * Writes down what was sent, once a second at most, since each is a commit of the spool; gives
   * back what is not needed; and looks now and then at what others have written.
   */
  void saveNowAndThen() {
    alone(
        () -> {
          begin();
          if (share.old(PaceRoom.SOON)) {
            if (changed) {
              ask(room.limited(), 0);
            } else {
              rest();
              share.look().ifPresent(page -> day.known(page.steps()));
            }
          }
        });
  }

  /** Keeps its part while mail waits for the minute to pass, where there are others. */
  void stay() {
    alone(
        () -> {
          if (share.old(PaceRoom.SOON) && (changed || room.limited() && share.hasOthers())) {
            ask(true, 0);
          }
        });
  }

  /** Writes down what was sent, and leaves to others what it does not need for now. */
  void rest() {
    alone(
        () -> {
          if (changed || share.busy()) {
            ask(false, 0);
          }
        });
  }

  /** So long from now, to the second. */
  Instant moment(Duration fromNow) {
    return clock.instant().plus(fromNow).truncatedTo(ChronoUnit.SECONDS);
  }
}
