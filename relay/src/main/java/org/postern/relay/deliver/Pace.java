package org.postern.relay.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.postern.spool.Notebook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps to what a provider allows: messages within any minute, recipients within any day. What was
 * sent is remembered over restarts. Never more than allowed; slower for a while where the server
 * asks for it. Thread safe.
 */
final class Pace {

  private static final Logger LOG = LoggerFactory.getLogger(Pace.class);
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long SAVE_EVERY = Duration.ofSeconds(1).toNanos();
  private static final int MOST_KEPT = 100_000;
  private static final Duration SLOW = Duration.ofMinutes(10);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private final Clock clock;
  private final LongSupplier nanos;
  private final DayLedger day;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Long> sent = new ArrayDeque<>();
  private OptionalInt perMinute;
  private int slowed = Integer.MAX_VALUE;
  private long slowUntil;
  private boolean foretold;
  private long saved;

  /**
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
    this.perMinute = perMinute;
    this.clock = clock;
    this.nanos = nanos;
    this.saved = nanos.getAsLong() - SAVE_EVERY;
    this.day = new DayLedger(perDay, notebook, clock);
    if (perMinute.isPresent()) {
      // who was stopped a moment ago does not begin with a full minute's worth
      long now = nanos.getAsLong();
      for (int i = 0; i < Math.min(day.recent(), perMinute.getAsInt()); i++) {
        sent.addLast(now);
      }
    }
  }

  /**
   * Counts one message to so many recipients, where it may go now.
   *
   * @return how long it must wait; zero where it was counted
   */
  Duration take(int recipients) {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      while (!sent.isEmpty() && now - sent.peekFirst() >= MINUTE) {
        sent.removeFirst();
      }
      int limit = limit(now);
      if (sent.size() >= limit) {
        return Duration.ofNanos(MINUTE - (now - sent.peekFirst()));
      }
      Duration untilDay = day.take(recipients);
      if (untilDay.isZero()) {
        if (limit < Integer.MAX_VALUE || sent.size() < MOST_KEPT) {
          sent.addLast(now);
        }
        foretell();
      }
      return untilDay;
    } finally {
      lock.unlock();
    }
  }

  /** Other limits from now on; what was sent counts against them. */
  void limit(OptionalInt messagesPerMinute, OptionalInt recipientsPerDay) {
    lock.lock();
    try {
      perMinute = messagesPerMinute;
      day.limit(recipientsPerDay);
    } finally {
      lock.unlock();
    }
  }

  /** One message that was counted did not go after all. */
  void giveBack(int recipients) {
    lock.lock();
    try {
      sent.pollLast();
      day.giveBack(recipients);
    } finally {
      lock.unlock();
    }
  }

  /** How long until a server that says that the day is used up may take mail again. */
  Duration untilRenewal() {
    lock.lock();
    try {
      return day.untilRenewal();
    } finally {
      lock.unlock();
    }
  }

  private int limit(long now) {
    int limit = perMinute.orElse(Integer.MAX_VALUE);
    return now - slowUntil < 0 ? Math.min(limit, slowed) : limit;
  }

  /** The server wants less: half of what went in the last minute, for ten minutes. */
  void slowDown() {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      if (now - slowUntil < 0) {
        return; // one burst of refusals halves once
      }
      slowed = Math.max(1, Math.min(limit(now), Math.max(sent.size(), 2)) / 2);
      slowUntil = now + SLOW.toNanos();
      LOG.warn("The server wants less mail: {} a minute for the next 10 minutes", slowed);
    } finally {
      lock.unlock();
    }
  }

  /** Once for each filling: while there is still time to do something about it. */
  private void foretell() {
    Optional<Instant> full = day.fullAt();
    if (full.isPresent() && !foretold) {
      LOG.warn(
          "At this pace the {} recipients of a day are used up at about {}; mail waits then",
          day.limit().orElse(0),
          time(full.get()));
    }
    foretold = full.isPresent() || day.renewsAt().isPresent();
  }

  /** When the day's recipients are used up at this pace; empty where they last, or are. */
  Optional<Instant> fullAt() {
    lock.lock();
    try {
      return day.fullAt();
    } finally {
      lock.unlock();
    }
  }

  /** When a mail may go again, where the day's recipients are used up now. */
  Optional<Instant> renewsAt() {
    lock.lock();
    try {
      return day.renewsAt();
    } finally {
      lock.unlock();
    }
  }

  /** Recipients within the last 24 hours, where a limit counts them. */
  int today() {
    lock.lock();
    try {
      return day.used();
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #save}, and no more than once a second: each is a commit of the spool. */
  void saveNowAndThen() {
    lock.lock();
    try {
      if (nanos.getAsLong() - saved >= SAVE_EVERY) {
        save();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes down what was sent, where it has changed. */
  void save() {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      saved = now;
      day.save((int) sent.stream().filter(at -> now - at < MINUTE).count());
    } finally {
      lock.unlock();
    }
  }

  /** So long from now, to the second. */
  Instant moment(Duration fromNow) {
    return clock.instant().plus(fromNow).truncatedTo(ChronoUnit.SECONDS);
  }

  /** For the log, whose own times are in UTC too. */
  static String time(Instant moment) {
    return TIME.format(moment);
  }
}
