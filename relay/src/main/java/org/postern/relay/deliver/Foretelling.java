package org.postern.relay.deliver;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells once for each filling that the day's recipients will be used up, while there is still time
 * to do something about it. Not thread safe.
 */
final class Foretelling {

  private static final Logger LOG = LoggerFactory.getLogger(Pace.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private boolean foretold;

  void of(DayLedger day) {
    Optional<Instant> full = day.fullAt();
    if (full.isPresent() && !foretold) {
      LOG.warn(
          "At this pace the {} recipients of a day are used up at about {}; mail waits then",
          day.limit().orElse(0),
          time(full.get()));
    }
    foretold = full.isPresent() || day.renewsAt().isPresent();
  }

  /** For the log, whose own times are in UTC too. */
  static String time(Instant moment) {
    return TIME.format(moment);
  }
}
