package org.postern.core.vitals;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Something without which mail will not leave, or not come in, and that ends at a known time.
 * Immutable; holds no secret.
 *
 * @param what for people, and the same each time it is asked for: {@code client secret}
 * @param at when it ends, or has ended
 * @param remedy what to do before, as a whole sentence without the full stop
 * @param ahead how early people want to hear of it at most; short for what others renew in time
 */
public record Ending(String what, Instant at, String remedy, Duration ahead) {

  /** One that somebody here must see to: as early as the settings say. */
  public Ending(String what, Instant at, String remedy) {
    this(what, at, remedy, ChronoUnit.FOREVER.getDuration());
  }
}
