package org.postern.triggers.internal.engine;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.postern.triggers.internal.run.LimitReached;
import org.postern.triggers.run.TriggerLimits;

/**
 * The time and the memory that a run has used. The time on which mail is under way is not the
 * script's. One thread.
 */
public final class RunClock {

  /** What is said of a recursion without end. */
  static final String TOO_DEEP =
      "its calls within calls went too deep; look for a function that calls itself without end";

  /** Calls of the JVM below the script: a third of what a usual stack of 1 MB holds at worst. */
  private static final int FRAMES = 700;

  /**
   * Nanoseconds: counting takes a while; in this time no script gets from few calls to too many.
   */
  private static final long BETWEEN_COUNTS = 200_000;

  private static final StackWalker STACK = StackWalker.getInstance();

  private static final ThreadMXBean THREADS =
      ManagementFactory.getThreadMXBean() instanceof ThreadMXBean measuring
              && measuring.isThreadAllocatedMemorySupported()
              && measuring.isThreadAllocatedMemoryEnabled()
          ? measuring
          : null;

  private final TriggerLimits limits;
  private final long started = System.nanoTime();
  private final long allocatedBefore = allocated();
  private final long framesBefore = frames(Long.MAX_VALUE);
  private long away;
  private long counted = started;

  RunClock(TriggerLimits limits) {
    this.limits = limits;
  }

  /** The time of this work is not counted. */
  public <T> T pausedFor(java.util.function.Supplier<T> work) {
    long left = System.nanoTime();
    try {
      return work.get();
    } finally {
      away += System.nanoTime() - left;
    }
  }

  /**
   * Ends the script when it has used up its time or memory.
   *
   * @throws LimitReached again each time, so that no {@code finally} of a script goes on
   */
  public void check() {
    Duration used = Duration.ofNanos(System.nanoTime() - started - away);
    if (used.compareTo(limits.time()) > 0) {
      throw new LimitReached(
          "it ran longer than "
              + inWords(limits.time())
              + " and was stopped; look for an endless loop, or raise postern.trigger.time_limit");
    }
    if (THREADS != null && allocated() - allocatedBefore > limits.memoryBytes()) {
      throw new LimitReached(
          "it used more than "
              + (limits.memoryBytes() >> 20)
              + " MB of memory and was stopped; look for data that grows in a loop, or raise"
              + " postern.trigger.memory_limit_mb");
    }
  }

  /**
   * Ends the script before it uses up the thread's stack: an overflow may strike anywhere, and
   * leaves classes of the JVM that were just being initialized broken for good.
   */
  void checkDepth() {
    long now = System.nanoTime();
    if (now - counted < BETWEEN_COUNTS) {
      return;
    }
    counted = now;
    if (frames(framesBefore + FRAMES) >= framesBefore + FRAMES) {
      throw new LimitReached(TOO_DEEP);
    }
  }

  private static long frames(long most) {
    return STACK.walk(frames -> frames.limit(most).count());
  }

  private static long allocated() {
    return THREADS == null ? 0 : THREADS.getCurrentThreadAllocatedBytes();
  }

  private static String inWords(Duration time) {
    return time.toMillis() < 10_000 ? time.toMillis() + " ms" : time.toSeconds() + " s";
  }
}
