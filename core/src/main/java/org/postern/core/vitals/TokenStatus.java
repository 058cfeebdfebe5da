package org.postern.core.vitals;

import java.time.Duration;
import java.util.Optional;

/**
 * How the access token of a login stands. Immutable; holds no part of it.
 *
 * @param age since it was asked for; empty where there is none
 * @param left until its end; empty where there is none
 * @param fetched how many were got so far
 * @param failed how many requests brought none
 */
public record TokenStatus(
    Optional<Duration> age, Optional<Duration> left, long fetched, long failed) {

  /** This token, with what another one has counted before or beside it. */
  public TokenStatus countingToo(TokenStatus other) {
    return new TokenStatus(age, left, fetched + other.fetched, failed + other.failed);
  }
}
