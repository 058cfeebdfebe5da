package org.postern.relay.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.postern.spool.Queue;
import org.postern.spool.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for what is due next. Where the system's clock is set back, while this runs or while
 * nothing did, mail that waits does not wait for that much longer: all of it is due then. For one
 * thread.
 */
final class NextWork {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final String PAGE = "clock";
  private static final Duration NOTE_EVERY = Duration.ofMinutes(10);
  private static final Duration SET_BACK = Duration.ofMinutes(1);

  /**
   * What is due and cannot be had, since another node has it just now, is not asked for at once.
   */
  private static final Duration SHORTEST = Duration.ofMillis(50);

  private static final Queue.Filter WAITING =
      new Queue.Filter(Set.of(), Set.of(Queue.State.WAITING), Optional.empty(), Optional.empty());

  private final Spool spool;
  private final Clock clock;
  private final LongSupplier nanos;
  private final ClockJump jump;
  private Instant lastTime;
  private long lastNanos;
  private long nextNote;
  private boolean looked;

  /**
   * @param clock by which mail becomes due: where nodes share a spool they have one, and one page
   * @param nanos a clock that is never set
   * @param jump learns what time it was when last something ran
   */
  NextWork(Spool spool, Clock clock, LongSupplier nanos, ClockJump jump) {
    this.spool = spool;
    this.clock = clock;
    this.nanos = nanos;
    this.jump = jump;
    this.lastTime = clock.instant();
    this.lastNanos = nanos.getAsLong();
    this.nextNote = lastNanos;
  }

  /** Waits for it, where nothing was to be had, and no longer than this. */
  void await(Duration atMost) throws InterruptedException {
    lookAtClock();
    Duration wait =
        spool
            .nextDue()
            .map(due -> Duration.between(clock.instant(), due).plusMillis(1))
            .filter(untilDue -> untilDue.compareTo(atMost) < 0)
            .orElse(atMost);
    spool.awaitWork(wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait);
  }

  /** Whether it was set; soon, so that it is known before a mail is judged by it. */
  void lookAtClock() {
    jump.unsure();
    Instant now = clock.instant();
    long nanosNow = nanos.getAsLong();
    Instant expected = lastTime.plusNanos(nanosNow - lastNanos);
    if (!looked) {
      List<Instant> noted = spool.notebook().read(PAGE).map(NextWork::times).orElse(List.of());
      looked = true;
      if (!noted.isEmpty()) {
        expected = noted.get(0);
        jump.ranBefore(noted.get(noted.size() - 1));
      }
    }
    Duration back = Duration.between(now, expected);
    if (back.compareTo(SET_BACK) > 0) {
      LOG.warn(
          "The clock was set back by {} s: mail that waits is tried now, not so much later",
          back.toSeconds());
      spool.queue().retry(WAITING);
    }
    lastTime = now;
    lastNanos = nanosNow;
    if (nanosNow - nextNote >= 0 || back.compareTo(SET_BACK) > 0) {
      nextNote = nanosNow + NOTE_EVERY.toNanos();
      note();
    }
  }

  /**
   * Writes down what time it is, for who starts next: the clock may be set meanwhile. Behind it
   * what is sure, where that is less.
   */
  private void note() {
    long now = clock.instant().getEpochSecond();
    long unsure = jump.unsure().toSeconds();
    spool.notebook().write(PAGE, unsure == 0 ? "" + now : now + " " + (now - unsure));
  }

  private static List<Instant> times(String page) {
    return page.matches("\\d{1,12}( \\d{1,12})?")
        ? Stream.of(page.split(" ")).map(Long::parseLong).map(Instant::ofEpochSecond).toList()
        : List.of();
  }
}
