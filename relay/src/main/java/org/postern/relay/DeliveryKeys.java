package org.postern.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingsException;

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
      hold("postern.queue.hold")
          .withDefault("1m")
          .describedAs(
              "While logins, tokens or certificates are at fault all mail waits until somebody mends"
                  + " that, and one mail tries the way: first after this time, then after twice as"
                  + " long each, up to postern.queue.hold_longest.");

  /** How soon after a fault that may end by itself. */
  public static final SettingKey<Duration> HOLD_NETWORK =
      hold("postern.queue.hold_network")
          .withDefault("5s")
          .describedAs(
              "As postern.queue.hold, after a fault that may end by itself: of the network, of the"
                  + " name service, or of a server that is busy or does not answer.");

  /** The longest wait between two tries of a route. */
  public static final SettingKey<Duration> HOLD_LONGEST =
      hold("postern.queue.hold_longest")
          .describedAs(
              "The longest wait between two tries of a way that is at fault; no shorter than"
                  + " postern.queue.hold and postern.queue.hold_network. Absent: 10m, or the longer"
                  + " of these two. A limit of the provider that renews later is waited for.");

  /** How long the mail of a refused sender waits. */
  public static final SettingKey<Duration> HOLD_SENDER =
      hold("postern.queue.hold_sender")
          .withDefault("10m")
          .describedAs(
              "How long a mail waits whose sender the server refuses, though the login worked, before"
                  + " it is tried again; mail of other senders goes on.");

  /** What becomes of a mail that the server may have. */
  public static final SettingKey<Boolean> MAY_DUPLICATE =
      SettingKey.bool("postern.queue.may_duplicate")
          .withDefault("true")
          .describedAs(
              "true: a mail is sent again where the link broke before the server's last answer, so"
                  + " that it may arrive twice. false: it is given up then, and may be lost.");

  private static final List<SettingKey<?>> ALL =
      List.of(
          RETRY,
          LIFETIME,
          DELAY_NOTICE,
          HOLD,
          HOLD_NETWORK,
          HOLD_LONGEST,
          HOLD_SENDER,
          MAY_DUPLICATE);

  private DeliveryKeys() {}

  /** All of them, in the order of this page. */
  public static List<SettingKey<?>> all() {
    return ALL;
  }

  /**
   * Looks at what no value shows alone.
   *
   * @throws SettingsException with every problem
   */
  public static void check(MailSettings settings) {
    Complaints complaints = new Complaints(settings);
    for (SettingKey<Duration> first : List.of(HOLD, HOLD_NETWORK)) {
      complaints.rule(
          () ->
              settings
                  .values()
                  .find(HOLD_LONGEST)
                  .filter(longest -> settings.values().get(first).compareTo(longest) > 0)
                  .ifPresent(
                      tooShort ->
                          complaints.add(
                              HOLD_LONGEST.name(),
                              "is shorter than " + first.name() + ", the wait before the first try",
                              "make it as long at least, or shorten " + first.name())));
    }
    complaints.rule(
        () -> {
          List<Duration> waits = settings.values().get(RETRY);
          if (waits.isEmpty() || waits.stream().anyMatch(DeliveryKeys::outOfBounds)) {
            complaints.add(
                RETRY.name(),
                "holds no wait, or one that is not from 1s to 30d",
                "set waits within these bounds");
          }
        });
    complaints.orRefuse(() -> true);
  }

  private static SettingKey<Duration> hold(String name) {
    return SettingKey.duration(name, Duration.ofSeconds(1), Duration.ofDays(1));
  }

  /** In a list that code has set. */
  private static boolean outOfBounds(Duration wait) {
    return wait.compareTo(Duration.ofSeconds(1)) < 0 || wait.compareTo(LONGEST) > 0;
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
