package org.postern.auth.oauth;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.postern.core.settings.SettingKey;

/** What the administrator knows of the ends of a login, and no server tells ahead. */
public final class EndingKeys {

  /** When the client secret ends. */
  public static final SettingKey<Instant> CLIENT_SECRET_EXPIRES =
      SettingKey.of(
              "postern.oauth.client_secret_expires", "date, such as 2027-03-31", EndingKeys::moment)
          .describedAs(
              "When the client secret ends, as the provider's portal shows it; a warning comes"
                  + " ahead. A date counts from its first moment in UTC; 2027-03-31T14:00:00Z is"
                  + " exact.");

  /** How long a refresh token lasts unused. */
  public static final SettingKey<Duration> REFRESH_TOKEN_IDLE =
      SettingKey.duration(
              "postern.oauth.refresh_token.idle", Duration.ofHours(1), Duration.ofDays(3650))
          .describedAs(
              "How long the provider keeps a refresh token that is not used; a warning comes"
                  + " ahead. Absent: not known.");

  private EndingKeys() {}

  static Set<SettingKey<?>> all() {
    return Set.of(CLIENT_SECRET_EXPIRES, REFRESH_TOKEN_IDLE);
  }

  private static Instant moment(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException malformed) {
      throw SettingKey.invalid(
          text, "no date", "write it as 2027-03-31, or with its time as 2027-03-31T14:00:00Z");
    }
  }
}
