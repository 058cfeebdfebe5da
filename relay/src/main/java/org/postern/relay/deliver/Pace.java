package org.postern.relay.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.postern.relay.deliver.PacePage.Slow;
import org.postern.spool.Notebook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps to what a provider allows: messages within any minute, recipients within any day, of all
 * nodes that deliver from one spool. What was sent is remembered over restarts. Never more than
 * allowed; slower for a while where the server asks for it. Thread safe: while one thread asks the
 * spool, which may take long, others are answered by what is known.
 */
final class Pace {

  private static final Logger LOG = LoggerFactory.getLogger(Pace.class);
  private static final Duration SLOW = Duration.ofMinutes(10);

  private final Clock clock;
  private final PaceShare share;
  private final DayLedger day;
  private final SentMinute sent;
  private final Foretelling foretelling = new Foretelling();

  /** Held for moments, and never while the spool is asked. */
  private final Alone state = new Alone();

  private final PaceRoom room;
  private final PaceInquiry inquiry;

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
    this.inquiry = new PaceInquiry(state, share, day, sent, room);
  }

  /**
   * Counts one message to so many recipients, where it may go now and this is known without asking
   * the spool: costs nothing.
   */
  boolean tryTake(int recipients) {
    return state.get(() -> taken(recipients));
  }

  private boolean taken(int recipients) {
    boolean may = room.isFor(recipients);
    if (may) {
      sent.add(1, room.limited());
      day.count(recipients);
      share.taken(recipients);
      inquiry.changed();
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
    if (tryTake(recipients)) {
      return Duration.ZERO;
    }
    inquiry.askWhere(() -> room.worthAsking(recipients), true, recipients);
    return state.get(() -> taken(recipients) ? Duration.ZERO : room.wait(recipients));
  }

  /** Other limits from now on; what was sent counts against them. */
  void limit(OptionalInt messagesPerMinute, OptionalInt recipientsPerDay) {
    state.run(
        () -> {
          room.limit(messagesPerMinute);
          day.limit(recipientsPerDay);
          share.end();
          inquiry.changed();
        });
  }

  /** One message that was counted did not go after all. */
  void giveBack(int recipients) {
    state.run(
        () -> {
          sent.giveBack();
          day.giveBack(recipients);
          share.taken(-recipients);
          inquiry.changed();
        });
  }

  /** How long until a server that says that the day is used up may take mail again. */
  Duration untilRenewal() {
    return state.get(day::untilRenewal);
  }

  /** The server wants less: half of what went in the last minute, for ten minutes. */
  void slowDown() {
    state.run(
        () -> {
          if (share.slow().isPresent()) {
            return; // one burst of refusals halves once
          }
          int last = Math.max(sent.count() + share.recentOfOthers(), 2);
          int most = Math.max(1, Math.min(room.perMinute().orElse(Integer.MAX_VALUE), last) / 2);
          share.slow(new Slow(most, share.now().plus(SLOW)));
          inquiry.changed();
          LOG.warn("The server wants less mail: {} a minute for the next 10 minutes", most);
        });
  }

  /** When the day's recipients are used up at this pace; empty where they last, or are. */
  Optional<Instant> fullAt() {
    return state.get(day::fullAt);
  }

  /** When a mail may go again, where the day's recipients are used up now. */
  Optional<Instant> renewsAt() {
    return state.get(day::renewsAt);
  }

  /** Recipients within the last 24 hours, of all nodes as far as known here. */
  int today() {
    return state.get(day::used);
  }

  /**
   * Writes down what was sent, once a second at most, since each is a commit of the spool; gives
   * back what is not needed; and looks now and then at what others have written.
   */
  void saveNowAndThen() {
    inquiry.saveOrLook(() -> share.old(PaceRoom.SOON));
  }

  /** Keeps its part while mail waits for the minute to pass, where there are others. */
  void stay() {
    inquiry.askWhere(
        () -> share.old(PaceRoom.SOON) && (inquiry.news() || room.limited() && share.hasOthers()),
        true,
        0);
  }

  /** Writes down what was sent, and leaves to others what it does not need for now. */
  void rest() {
    inquiry.rest();
  }

  /** So long from now, to the second. */
  Instant moment(Duration fromNow) {
    return clock.instant().plus(fromNow).truncatedTo(ChronoUnit.SECONDS);
  }
}
