package org.postern.relay.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Recipients of the last 24 hours, in steps of ten minutes: those of all nodes that were written
 * down, and those of this one that are not yet. A step counts until all of it is a day old, so that
 * there are never more than allowed. Not thread safe.
 */
final class DayLedger {

  private static final Duration STEP = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int STEPS = (int) (DAY.toMinutes() / STEP.toMinutes());

  /** With less than this of the day's recipients left it is worth a warning. */
  private static final double NEAR = 0.5;

  private final Supplier<Instant> clock;
  private final TreeMap<Long, Integer> steps = new TreeMap<>();
  private final TreeMap<Long, Integer> news = new TreeMap<>();
  private int used;
  private long forgotten;
  private OptionalInt limit;

  DayLedger(OptionalInt limit, Supplier<Instant> clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /** What is written down of all nodes, which does not have our news. */
  void known(Map<Long, Integer> written) {
    steps.clear();
    steps.putAll(written);
    news.forEach((step, count) -> steps.merge(step, count, Integer::sum));
    sum(step(clock.get()));
  }

  /** What nobody else knows yet; below zero where what was written down did not go. */
  Map<Long, Integer> news() {
    return Map.copyOf(news);
  }

  /** These news are written down; there may be others by now. */
  void told(Map<Long, Integer> old, Map<Long, Integer> written) {
    old.forEach((step, count) -> news.merge(step, -count, Integer::sum));
    news.values().removeIf(count -> count == 0);
    known(written);
  }

  OptionalInt limit() {
    return limit;
  }

  void limit(OptionalInt other) {
    limit = other;
  }

  void count(int recipients) {
    long now = forget();
    steps.merge(now, recipients, Integer::sum);
    news.merge(now, recipients, Integer::sum);
    used += recipients;
  }

  /** These were counted and did not go. */
  void giveBack(int recipients) {
    forget();
    int rest = recipients;
    for (Map.Entry<Long, Integer> step : steps.descendingMap().entrySet()) {
      int back = Math.min(rest, step.getValue());
      step.setValue(step.getValue() - back);
      news.merge(step.getKey(), -back, Integer::sum);
      used -= back;
      rest -= back;
    }
    steps.values().removeIf(count -> count == 0);
    news.values().removeIf(count -> count == 0);
  }

  /**
   * How long until the day has room for these; zero where it has. A mail to more than a whole day's
   * worth could never go: it goes where the day is empty.
   */
  Duration untilRoom(int recipients) {
    forget();
    if (limit.isEmpty() || used == 0 || used + recipients <= limit.getAsInt()) {
      return Duration.ZERO;
    }
    Duration wait = Duration.between(clock.get(), roomFor(recipients));
    return wait.isNegative() || wait.isZero() ? Duration.ofSeconds(1) : wait;
  }

  /**
   * How long until what the server counts within a day becomes less, where it says that this is
   * used up: until the oldest mail of ours is a day old. Where that is not what used it up, nobody
   * here knows, and it is looked at each hour.
   */
  Duration untilRenewal() {
    forget();
    if (steps.isEmpty()) {
      return HOUR;
    }
    Duration renewal = Duration.between(clock.get(), free(steps.firstKey()));
    boolean ours = limit.isPresent() && used * 2L >= limit.getAsInt();
    Duration wait = ours || renewal.compareTo(HOUR) < 0 ? renewal : HOUR;
    return wait.compareTo(SOON) < 0 ? SOON : wait;
  }

  /** When a step counts no more. */
  private static Instant free(long step) {
    return Instant.ofEpochSecond((step + STEPS + 1) * STEP.toSeconds());
  }

  private Instant roomFor(int recipients) {
    int rest = used;
    for (Map.Entry<Long, Integer> step : steps.entrySet()) {
      rest -= step.getValue();
      if (rest + recipients <= limit.getAsInt() || rest == 0) {
        return free(step.getKey());
      }
    }
    return clock.get().plus(STEP);
  }

  int used() {
    forget();
    return used;
  }

  /** When there is room again for one recipient, where there is none now. */
  Optional<Instant> renewsAt() {
    boolean full = limit.isPresent() && used() > 0 && used >= limit.getAsInt();
    return full ? Optional.of(roomFor(1)) : Optional.empty();
  }

  /** When the limit is reached, if the next hours are as the last one was; empty: or it is now. */
  Optional<Instant> fullAt() {
    if (limit.isEmpty() || renewsAt().isPresent()) {
      return Optional.empty();
    }
    int left = limit.getAsInt() - used();
    Instant now = clock.get();
    int lastHour = steps.tailMap(step(now) - 5).values().stream().mapToInt(Integer::intValue).sum();
    if (lastHour == 0 || left > limit.getAsInt() * NEAR) {
      return Optional.empty();
    }
    Duration lasts = Duration.ofSeconds(3600L * left / lastHour);
    return lasts.compareTo(DAY) < 0 ? Optional.of(now.plus(lasts)) : Optional.empty();
  }

  /** Steps that are wholly a day old, and those of a clock that was ahead; returns this step. */
  private long forget() {
    long now = step(clock.get());
    if (now != forgotten) {
      sum(now);
    }
    return now;
  }

  private void sum(long now) {
    forgotten = now;
    forget(steps, now);
    used = steps.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Takes out what counts no more. */
  static void forget(TreeMap<Long, Integer> steps, Instant now) {
    forget(steps, step(now));
  }

  private static void forget(TreeMap<Long, Integer> steps, long now) {
    steps.headMap(now - STEPS).clear();
    steps.tailMap(now + 1, true).clear();
  }

  /** A node's time may be a little ahead of that of all. */
  static long notAfter(long step, Instant now) {
    return Math.min(step, step(now));
  }

  private static long step(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
  }
}
