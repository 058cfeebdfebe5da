package org.postern.auth.oauth;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What the headers of an HTTP answer say of time. */
final class ServerTime {

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final Duration USUAL_DIFFERENCE = Duration.ofMinutes(1);

  private ServerTime() {}

  /**
   * How far the server's clock is ahead of ours, by the header Date (RFC 9110 section 6.6.1), which
   * has whole seconds; empty where it does not say.
   */
  static Optional<Duration> clockAhead(HttpHeaders headers) {
    return headers
        .firstValue("Date")
        .flatMap(ServerTime::moment)
        .map(theirs -> Duration.between(Instant.now(), theirs));
  }

  /** True where clocks differ by more than they usually do. */
  static boolean differs(Duration clockAhead) {
    return clockAhead.abs().compareTo(USUAL_DIFFERENCE) > 0;
  }

  static String inWords(Duration clockAhead) {
    return clockAhead.abs().toSeconds()
        + " s"
        + (clockAhead.isNegative() ? " (this host is ahead)" : "");
  }

  /** RFC 9110 section 10.2.3, at most an hour; nonsense counts as absent. */
  static Optional<Duration> retryAfter(HttpHeaders headers) {
    return headers
        .firstValue("Retry-After")
        .map(String::strip)
        .flatMap(ServerTime::untilThen)
        .filter(wait -> !wait.isNegative() && !wait.isZero())
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  private static Optional<Duration> untilThen(String retryAfter) {
    return retryAfter.matches("\\d{1,9}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)))
        : moment(retryAfter).map(then -> Duration.between(Instant.now(), then));
  }

  private static Optional<Instant> moment(String httpDate) {
    try {
      return Optional.of(
          ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException nonsense) {
      return Optional.empty();
    }
  }
}
