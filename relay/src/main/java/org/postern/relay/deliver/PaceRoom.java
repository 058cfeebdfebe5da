package org.postern.relay.deliver;

import java.time.Duration;
import java.util.OptionalInt;
import org.postern.relay.deliver.PacePage.Slow;

/**
 * Whether one more message may go now, of what was sent and what this node has set aside for
 * itself; and how long it has to wait where it may not. Counts nothing. Guarded by its {@link
 * Pace}.
 */
final class PaceRoom {

  /** Others may give back in a moment what they hold. */
  static final Duration SOON = Duration.ofSeconds(1);

  private final PaceShare share;
  private final DayLedger day;
  private final SentMinute sent;
  private OptionalInt perMinute;

  /**
   * @param perMinute messages within any 60 seconds; empty: any number
   */
  PaceRoom(OptionalInt perMinute, PaceShare share, DayLedger day, SentMinute sent) {
    this.perMinute = perMinute;
    this.share = share;
    this.day = day;
    this.sent = sent;
  }

  void limit(OptionalInt messagesPerMinute) {
    perMinute = messagesPerMinute;
  }

  /** As the settings have it. */
  OptionalInt perMinute() {
    return perMinute;
  }

  /** True where this is known without asking the spool, and it may go. */
  boolean isFor(int recipients) {
    return share.known() && (!limited() || share.holds() && hasMinute() && hasDay(recipients));
  }

  /** True where the spool may have more for this node than it knows. */
  boolean worthAsking(int recipients) {
    return !share.holds()
        || share.old(SOON)
        || hasMinute() && !hasDay(recipients) && day.untilRoom(recipients).isZero();
  }

  /** Where others hold what is left, they may give some of it back in a moment. */
  Duration wait(int recipients) {
    Duration wait = hasMinute() ? day.untilRoom(recipients) : sent.untilLess();
    boolean whole = hasMinute() || share.perMinute() == slowed().orElse(0);
    return wait.isZero() || !whole && wait.compareTo(SOON) > 0 ? SOON : wait;
  }

  boolean limited() {
    return slowed().isPresent() || day.limit().isPresent();
  }

  /** As the settings and the server have it. */
  private OptionalInt slowed() {
    return Slow.limit(perMinute, share.slow());
  }

  private boolean hasMinute() {
    return slowed().isEmpty() || sent.count() < share.perMinute();
  }

  private boolean hasDay(int recipients) {
    return day.limit().isEmpty() || recipients <= share.reserve();
  }
}
