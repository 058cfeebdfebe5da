package org.postern.relay.deliver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * When a fault that comes again and again is told again: at growing distances, and at once where it
 * is another one or things have worked in between. For one thread.
 */
final class Reminder {

  /** From one time that it is told to the next; the last one from then on. */
  private static final List<Duration> DISTANCES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10));

  private final LongSupplier nanos;
  private Optional<String> fault = Optional.empty();
  private long since;
  private long last;
  private int times;

  /**
   * @param nanos a clock that is never set
   */
  Reminder(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The fault has come; true where it is time to tell it. Numbers in it make no other fault. */
  boolean tells(String what) {
    String kind = what.replaceAll("\\d+", "#");
    long now = nanos.getAsLong();
    if (fault.isEmpty()) {
      since = now;
    }
    if (fault.filter(kind::equals).isEmpty()) {
      fault = Optional.of(kind);
      times = 0;
    } else if (now - last < DISTANCES.get(times).toNanos()) {
      return false;
    } else {
      times = Math.min(times + 1, DISTANCES.size() - 1);
    }
    last = now;
    return true;
  }

  /** Things work; how long they did not, where that was so. */
  Optional<Duration> over() {
    Optional<Duration> lasted = fault.map(was -> Duration.ofNanos(nanos.getAsLong() - since));
    fault = Optional.empty();
    return lasted;
  }
}
