package org.postern.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postern.core.settings.SettingKey;

/** The settings of delivery from the spool. */
public final class DeliveryKeys {

  private static final Duration LONGEST = Duration.ofDays(30);

  /** When a mail that was put off is tried again. */
  public static final SettingKey<List<Duration>> RETRY =
      SettingKey.of("postern.queue.retry", "list of durations", DeliveryKeys::durations)
          .withDefault("1m, 2m, 5m, 10m, 20m, 40m, 1h")
          .describedAs(
              "How long a recipient that was put off waits before its second, third … attempt,"
                  + " separated by commas; the last one is repeated. Each is varied by up to a"
                  + " tenth, so that mails do not come all at once.");

  /** When a mail is given up. */
  public static final SettingKey<Duration> LIFETIME =
      SettingKey.duration("postern.queue.lifetime", Duration.ofSeconds(1), LONGEST)
          .withDefault("5d")
          .describedAs(
              "How long a mail is tried. After that its sender is told that it was not delivered.");

  /** When the sender of a mail that waits is told so. */
  public static final SettingKey<Duration> DELAY_NOTICE =
      SettingKey.duration("postern.queue.delay_notice", Duration.ZERO, LONGEST)
          .withDefault("4h")
          .describedAs(
              "How long a mail waits before its sender is told of the delay, once; 0s: is not.");

  /** How soon a route that is held is tried again. */
  public static final SettingKey<Duration> HOLD =
      SettingKey.duration("postern.queue.hold", Duration.ofSeconds(1), Duration.ofHours(1))
          .withDefault("1m")
          .describedAs(
              "While logins, tokens, certificates or the network are at fault all mail waits, and"
                  + " one mail tries the way: first after this time, then less and less often.");

  /** What becomes of a mail that the server may have. */
  public static final SettingKey<Boolean> MAY_DUPLICATE =
      SettingKey.bool("postern.queue.may_duplicate")
          .withDefault("true")
          .describedAs(
              "true: a mail is sent again where the link broke before the server's last answer, so"
                  + " that it may arrive twice. false: it is given up then, and may be lost.");

  private static final List<SettingKey<?>> ALL =
      List.of(RETRY, LIFETIME, DELAY_NOTICE, HOLD, MAY_DUPLICATE);

  private DeliveryKeys() {}

  /** All of them, in the order of this page. */
  public static List<SettingKey<?>> all() {
    return ALL;
  }

  private static List<Duration> durations(String text) {
    SettingKey<Duration> one =
        SettingKey.duration("postern.queue.retry", Duration.ofSeconds(1), LONGEST);
    List<Duration> all = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      all.add(one.parse(part.strip()));
    }
    return List.copyOf(all);
  }
}
