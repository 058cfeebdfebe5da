package org.postern.core.vitals;

/**
 * The connections to the mail server. Immutable.
 *
 * @param busy those that carry mail, are being opened, or say goodbye
 * @param idle those that wait for mail
 * @param opened how many were opened for mail so far, up to a login that worked
 */
public record PoolStatus(int busy, int idle, long opened) {

  /** Both together. */
  public PoolStatus plus(PoolStatus other) {
    return new PoolStatus(busy + other.busy, idle + other.idle, opened + other.opened);
  }

  /** Busy and idle. */
  public int open() {
    return busy + idle;
  }
}
