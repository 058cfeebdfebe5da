package org.postern.relay.deliver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Messages that this node sent within the last minute. Not thread safe. */
final class SentMinute {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /** Where nothing limits them, more are not worth their room. */
  private static final int MOST_KEPT = 100_000;

  private final LongSupplier nanos;
  private final Deque<Long> sent = new ArrayDeque<>();

  /**
   * @param nanos a clock that is never set
   */
  SentMinute(LongSupplier nanos) {
    this.nanos = nanos;
  }

  int count() {
    long now = nanos.getAsLong();
    while (!sent.isEmpty() && now - sent.peekFirst() >= MINUTE) {
      sent.removeFirst();
    }
    return sent.size();
  }

  void add(int messages, boolean limited) {
    long now = nanos.getAsLong();
    for (int i = 0; i < messages && (limited || sent.size() < MOST_KEPT); i++) {
      sent.addLast(now);
    }
  }

  /** The last one did not go. */
  void giveBack() {
    sent.pollLast();
  }

  /** Until the oldest counts no more; some second where there is none. */
  Duration untilLess() {
    return sent.isEmpty()
        ? Duration.ofSeconds(1)
        : Duration.ofNanos(MINUTE - (nanos.getAsLong() - sent.peekFirst()));
  }
}
