package org.postern.relay.deliver;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time for the log, as people write them. */
final class Lapse {

  private Lapse() {}

  /** In its two largest units: {@code 0.074 s}, {@code 12 s}, {@code 2 h 3 min}, {@code 4 d}. */
  static String shown(Duration time) {
    if (time.isNegative()) {
      return "0 s";
    }
    if (time.toMinutes() == 0) {
      long millis = time.toMillis();
      return millis % 1000 == 0
          ? millis / 1000 + " s"
          : String.format(Locale.ROOT, "%.3f s", millis / 1000.0);
    }
    if (time.toHours() == 0) {
      return both(time.toMinutes(), "min", time.toSecondsPart(), "s");
    }
    return time.toDays() == 0
        ? both(time.toHours(), "h", time.toMinutesPart(), "min")
        : both(time.toDays(), "d", time.toHoursPart(), "h");
  }

  private static String both(long large, String unit, long small, String smaller) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smaller);
  }
}
