package org.postern.relay.internal.listen;

import java.util.concurrent.atomic.LongAdder;

/** What listeners have counted since they started. Thread safe. */
public final class Tally {

  private final LongAdder connections = new LongAdder();
  private final LongAdder turnedAway = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder deferred = new LongAdder();
  private final LongAdder failedLogins = new LongAdder();

  void connection() {
    connections.increment();
  }

  void turnedAway() {
    turnedAway.increment();
  }

  void accepted(long size) {
    accepted.increment();
    bytes.add(size);
  }

  void refused(Refused why) {
    (why.ours() ? deferred : refused).increment();
  }

  void failedLogin() {
    failedLogins.increment();
  }

  /** Connections that were let in. */
  public long connections() {
    return connections.sum();
  }

  /** Connections for which there was no room, or that are not allowed. */
  public long connectionsTurnedAway() {
    return turnedAway.sum();
  }

  /** Mails that got 250. */
  public long accepted() {
    return accepted.sum();
  }

  /** Bytes of the mails that got 250. */
  public long acceptedBytes() {
    return bytes.sum();
  }

  /** Mails and recipients that got 5xx. */
  public long refused() {
    return refused.sum();
  }

  /** Mails and recipients that got 4xx. */
  public long deferred() {
    return deferred.sum();
  }

  /** Logins with a wrong name or password. */
  public long failedLogins() {
    return failedLogins.sum();
  }
}
