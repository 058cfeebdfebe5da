package org.postern.core.vitals;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a mailer stands and what it has done so far. Immutable; holds no secret.
 *
 * @param token of a login that has one; empty for others
 * @param pool its connections
 * @param latencies of each part of a delivery
 */
public record MailerStatus(
    Optional<TokenStatus> token, PoolStatus pool, Map<Part, Latency> latencies) {

  /** Of a mailer that counts nothing. */
  public static final MailerStatus NONE =
      new MailerStatus(Optional.empty(), new PoolStatus(0, 0, 0), Map.of());

  /** Copied. */
  public MailerStatus {
    latencies = Map.copyOf(latencies);
  }

  /** As this one stands, with the counts and connections of another before or beside it. */
  public MailerStatus countingToo(MailerStatus other) {
    Map<Part, Latency> sums = new EnumMap<>(Part.class);
    sums.putAll(latencies);
    other.latencies.forEach((part, latency) -> sums.merge(part, latency, Latency::plus));
    Optional<TokenStatus> both = token.map(own -> other.token.map(own::countingToo).orElse(own));
    Optional<TokenStatus> counts =
        other.token.map(
            past ->
                new TokenStatus(Optional.empty(), Optional.empty(), past.fetched(), past.failed()));
    return new MailerStatus(both.or(() -> counts), pool.plus(other.pool), sums);
  }
}
