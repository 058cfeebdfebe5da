package org.postern.relay.deliver;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingValues;
import org.postern.core.smtp.MailAddress;
import org.postern.relay.DeliveryKeys;

/**
 * How delivery goes about it. Immutable.
 *
 * @param schedule when a recipient is tried again
 * @param delayNotice after which wait the sender is told; zero: never
 * @param holds how long mail waits for a route, or for a sender's rights
 * @param mayDuplicate whether a mail that the server may have is sent again
 * @param carriers threads that send
 * @param server the mail server's name, for notices
 * @param perMinute messages within any minute; empty: any number
 * @param perDay recipients within any day; empty: any number
 * @param author From of notices; empty where no account is set
 */
record DeliverySettings(
    RetrySchedule schedule,
    Duration delayNotice,
    Holds holds,
    boolean mayDuplicate,
    int carriers,
    String server,
    OptionalInt perMinute,
    OptionalInt perDay,
    Optional<MailAddress> author) {

  /**
   * What these settings say.
   *
   * @throws org.postern.core.settings.SettingsException where they cannot be used
   */
  static DeliverySettings of(MailSettings settings) {
    DeliveryKeys.check(settings);
    SettingValues values = settings.values();
    return new DeliverySettings(
        new RetrySchedule(values.get(DeliveryKeys.RETRY), values.get(DeliveryKeys.LIFETIME)),
        values.get(DeliveryKeys.DELAY_NOTICE),
        Holds.of(values),
        values.get(DeliveryKeys.MAY_DUPLICATE),
        values.get(CoreKeys.POOL_CONNECTIONS),
        settings.host(),
        limit(values.get(CoreKeys.MESSAGES_PER_MINUTE)),
        limit(values.get(CoreKeys.RECIPIENTS_PER_DAY)),
        settings.from());
  }

  private static OptionalInt limit(int number) {
    return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
