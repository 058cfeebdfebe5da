package org.postern.relay.internal.listen;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory the header sections of all sessions may take together: each of them alone is
 * bounded, yet some hundred of the largest at once would fill a small heap. Thread safe.
 */
final class HeaderRoom {

  /** While a section is edited its From may stand in memory five times more. */
  private static final int PART = 16;

  private final AtomicLong left;

  /**
   * Room.
   *
   * @param bytes of it
   */
  HeaderRoom(long bytes) {
    left = new AtomicLong(bytes);
  }

  /** As much as this process can give: a sixteenth of its heap. */
  static HeaderRoom ofHeap() {
    return new HeaderRoom(Runtime.getRuntime().maxMemory() / PART);
  }

  /** True where there was so much, which is now the caller's until it gives it back. */
  boolean take(int bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  /** What was taken is free again. */
  void give(int bytes) {
    left.addAndGet(bytes);
  }

  /** What nobody has taken. */
  long left() {
    return left.get();
  }
}
