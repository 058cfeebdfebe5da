package org.postern.distribution.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postern.core.vitals.Ending;
import org.postern.distribution.output.Sizes;

/**
 * How near an end is at a moment.
 *
 * @param ending it may have passed
 * @param now that moment
 */
public record Nearness(Ending ending, Instant now) {

  /** True where it has passed. */
  public boolean ended() {
    return !ending.at().isAfter(now);
  }

  /**
   * How many of these marks have been passed.
   *
   * @param days how long before an end people want to hear of it
   */
  public int passed(List<Integer> days) {
    return (int)
        days.stream()
            .map(Duration::ofDays)
            .filter(ahead -> ahead.compareTo(ending.ahead()) <= 0)
            .filter(ahead -> left().compareTo(ahead) <= 0)
            .count();
  }

  private Duration left() {
    return Duration.between(now, ending.at());
  }

  /** As a part of a sentence. */
  public String inWords() {
    String at = "at " + Sizes.minute(ending.at());
    return "the "
        + ending.what()
        + (ended() ? " ended " + at : " ends in " + Sizes.time(left()) + ", " + at);
  }
}
