package org.postern.relay.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postern.spool.Notebook;

/**
 * Recipients of the last 24 hours, in steps of ten minutes, remembered over restarts. A step counts
 * until all of it is a day old, so that there are never more than allowed. Not thread safe.
 */
final class DayLedger {

  private static final String PAGE = "pace";
  private static final Duration STEP = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int STEPS = (int) (DAY.toMinutes() / STEP.toMinutes());

  /** With less than this of the day's recipients left it is worth a warning. */
  private static final double NEAR = 0.5;

  private final Notebook notebook;
  private final Clock clock;
  private final TreeMap<Long, Integer> steps = new TreeMap<>();
  private int used;
  private long forgotten;
  private OptionalInt limit;
  private int recent;
  private boolean changed;

  DayLedger(OptionalInt limit, Notebook notebook, Clock clock) {
    this.limit = limit;
    this.notebook = notebook;
    this.clock = clock;
    notebook.read(PAGE).ifPresent(this::read);
  }

  /** {@code second count} of the last minute, then {@code step count} of each step. */
  private void read(String page) {
    String[] lines = page.split("\n");
    for (int i = 0; i < lines.length; i++) {
      String[] pair = lines[i].split(" ");
      long when = Long.parseLong(pair[0]);
      int count = Integer.parseInt(pair[1]);
      if (i > 0) {
        steps.put(when, count);
      } else if (Math.abs(clock.instant().getEpochSecond() - when) < 60) {
        recent = count;
      }
    }
  }

  /** Messages of the last minute before the start. */
  int recent() {
    return recent;
  }

  OptionalInt limit() {
    return limit;
  }

  void limit(OptionalInt other) {
    limit = other;
  }

  /** Counts these where there is room; else how long until there is. */
  Duration take(int recipients) {
    long now = forget();
    // a mail to more than a whole day's worth could never go: it goes where the day is empty
    if (limit.isPresent() && used > 0 && used + recipients > limit.getAsInt()) {
      Duration wait = Duration.between(clock.instant(), roomFor(recipients));
      return wait.isNegative() || wait.isZero() ? Duration.ofSeconds(1) : wait;
    }
    count(now, recipients);
    return Duration.ZERO;
  }

  private void count(long step, int recipients) {
    steps.merge(step, recipients, Integer::sum);
    used += recipients;
    changed = true;
  }

  /** These were counted and did not go. */
  void giveBack(int recipients) {
    forget();
    int rest = recipients;
    for (Map.Entry<Long, Integer> step : steps.descendingMap().entrySet()) {
      int back = Math.min(rest, step.getValue());
      step.setValue(step.getValue() - back);
      used -= back;
      rest -= back;
      changed = true;
    }
    steps.values().removeIf(count -> count == 0);
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
    Duration renewal = Duration.between(clock.instant(), free(steps.firstKey()));
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
    return clock.instant().plus(STEP);
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
    Instant now = clock.instant();
    int lastHour = steps.tailMap(step(now) - 5).values().stream().mapToInt(Integer::intValue).sum();
    if (lastHour == 0 || left > limit.getAsInt() * NEAR) {
      return Optional.empty();
    }
    Duration lasts = Duration.ofSeconds(3600L * left / lastHour);
    return lasts.compareTo(DAY) < 0 ? Optional.of(now.plus(lasts)) : Optional.empty();
  }

  /** Steps that are wholly a day old, and those of a clock that was ahead; returns this step. */
  private long forget() {
    long now = step(clock.instant());
    if (now != forgotten) {
      forgotten = now;
      steps.headMap(now - STEPS).clear();
      steps.tailMap(now + 1, true).clear();
      used = steps.values().stream().mapToInt(Integer::intValue).sum();
    }
    return now;
  }

  void save(int lastMinute) {
    if (changed) {
      changed = false;
      String page =
          steps.entrySet().stream()
              .map(step -> step.getKey() + " " + step.getValue())
              .collect(Collectors.joining("\n"));
      notebook.write(PAGE, clock.instant().getEpochSecond() + " " + lastMinute + "\n" + page);
    }
  }

  private static long step(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
  }
}
