package org.postern.distribution.output;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers for people, in five characters or fewer where that can be, and moments. */
public final class Sizes {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private Sizes() {}

  /** A moment, to the minute, in UTC. */
  public static String minute(Instant moment) {
    return MINUTE.format(moment);
  }

  /** Bytes: {@code 812}, {@code 4.1K}, {@code 50M}. */
  public static String bytes(long bytes) {
    double value = bytes;
    String unit = "";
    for (String next : new String[] {"K", "M", "G", "T"}) {
      if (value < 1000) {
        break;
      }
      value /= 1024;
      unit = next;
    }
    boolean fraction = !unit.isEmpty() && value < 9.95;
    return String.format(Locale.ROOT, fraction ? "%.1f%s" : "%.0f%s", value, unit);
  }

  /** The largest whole unit: {@code 45s}, {@code 12m}, {@code 3h}, {@code 5d}; never below zero. */
  public static String time(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    return seconds < 2 * 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }
}
