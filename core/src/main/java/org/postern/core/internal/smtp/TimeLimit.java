package org.postern.core.internal.smtp;

import java.time.Duration;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;

/**
 * How long one thing may take, and which setting says so.
 *
 * @param key the property's name, shown when the limit is reached
 */
record TimeLimit(Duration duration, String key) {

  static TimeLimit of(SettingValues values, SettingKey<Duration> key) {
    return new TimeLimit(values.get(key), key.name());
  }

  TimeLimit atMost(Duration bound) {
    return duration.compareTo(bound) <= 0 ? this : new TimeLimit(bound, key);
  }

  /** {@code 300 s (postern.smtp.timeout.greeting)}. */
  @Override
  public String toString() {
    String amount =
        duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    return amount + " (" + key + ")";
  }
}
