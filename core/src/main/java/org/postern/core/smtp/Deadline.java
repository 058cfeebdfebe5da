package org.postern.core.smtp;

import java.time.Duration;

/**
 * A moment that lies a given time after its making, on the monotonic clock: setting the system's
 * clock does not move it. Immutable. Further than a century away counts as a century.
 */
public final class Deadline implements Comparable<Deadline> {

  private static final Duration FARTHEST = Duration.ofDays(36_525);

  private final long nanoTime;

  private Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** {@code duration} from now; a negative one has already passed. */
  public static Deadline after(Duration duration) {
    Duration bounded = duration.compareTo(FARTHEST) > 0 ? FARTHEST : duration;
    return new Deadline(System.nanoTime() + bounded.toNanos());
  }

  /** True from the moment on. */
  public boolean passed() {
    return nanoTime - System.nanoTime() <= 0;
  }

  /** The time left; zero once it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  @Override
  public int compareTo(Deadline other) {
    return Long.signum(nanoTime - other.nanoTime);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Deadline deadline && deadline.nanoTime == nanoTime;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(nanoTime);
  }

  /** The time left, such as {@code in PT4M59.8S}. */
  @Override
  public String toString() {
    return "in " + remaining();
  }
}
