package org.postern.distribution.wiring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;

/** How {@code postern run} watches itself, and by which roads its warnings go out. */
public final class AlertKeys {

  private static final Pattern WORD = Pattern.compile("\\s*(?:\"([^\"]*)\"|([^\\s\"]+))(?=\\s|$)");
  private static final Duration MONTH = Duration.ofDays(30);

  /** The login probe. */
  public static final SettingKey<Duration> PROBE_EVERY =
      SettingKey.duration("postern.probe.every", Duration.ZERO, Duration.ofDays(1))
          .withDefault("15m")
          .describedAs(
              "After so long without a mail that the server took, `postern run` logs in without"
                  + " mail, so that a broken way is known before mail waits for it. A failing probe"
                  + " is repeated less and less often; none is made while mail itself tries a held"
                  + " way. None in test mode capture. 0s: never.");

  /** Where warnings are posted. */
  public static final SettingKey<Secret> WEBHOOK =
      SettingKey.secret("postern.alert.webhook")
          .describedAs(
              "The https URL to which warnings are posted as JSON, with their words in `text`; a"
                  + " secret, since whoever knows it may write there: encrypt it by `postern"
                  + " encrypt`. http on this host only.");

  /** Who we are there. */
  public static final SettingKey<Secret> WEBHOOK_TOKEN =
      SettingKey.secret("postern.alert.webhook.token")
          .describedAs("A bearer token that the webhook asks for; default: none is sent.");

  /** How long a webhook may take. */
  public static final SettingKey<Duration> WEBHOOK_TIMEOUT =
      SettingKey.duration(
              "postern.alert.webhook.timeout", Duration.ofMillis(100), Duration.ofMinutes(2))
          .withDefault("10s")
          .describedAs("Time limit: one call of the webhook, its answer included.");

  /** What is run. */
  public static final SettingKey<List<String>> COMMAND =
      SettingKey.of("postern.alert.command", "program and arguments", AlertKeys::words)
          .describedAs(
              "A program that is run for each warning, without a shell; arguments are separated by"
                  + " blanks, or stand in \"…\". It gets the warning in POSTERN_ALERT_TEXT and"
                  + " other environment variables, and as JSON on its standard input.");

  /** How long it may take. */
  public static final SettingKey<Duration> COMMAND_TIMEOUT =
      SettingKey.duration(
              "postern.alert.command.timeout", Duration.ofMillis(100), Duration.ofMinutes(10))
          .withDefault("30s")
          .describedAs("Time limit: one run of the command, which is then killed.");

  /** How failed messages are tried again. */
  public static final SettingKey<List<Duration>> RETRY =
      SettingKey.of("postern.alert.retry", "list of durations", AlertKeys::durations)
          .withDefault("5s, 30s, 2m, 10m, 1h")
          .describedAs(
              "How long a message that a webhook or command did not take waits before it is tried"
                  + " again, separated by commas; after the last one it is given up.");

  /** How often an open warning is repeated. */
  public static final SettingKey<Duration> REPEAT =
      SettingKey.duration("postern.alert.repeat", Duration.ZERO, MONTH)
          .withDefault("1d")
          .describedAs("How often a warning that stays is repeated; 0s: is not.");

  /** How long until a warning has ended. */
  public static final SettingKey<Duration> CALM =
      SettingKey.duration("postern.alert.calm", Duration.ZERO, Duration.ofDays(1))
          .withDefault("2m")
          .describedAs(
              "How long a cause must be gone before its warning ends, so that one which comes and"
                  + " goes is one warning.");

  /** How often we look. */
  public static final SettingKey<Duration> LOOK_EVERY =
      SettingKey.duration("postern.alert.look_every", Duration.ofMillis(100), Duration.ofHours(1))
          .withDefault("10s")
          .describedAs("How often `postern run` looks at itself.");

  /** When ends are warned of. */
  public static final SettingKey<List<Integer>> ENDING_DAYS =
      SettingKey.of("postern.alert.ending_days", "list of days", AlertKeys::days)
          .withDefault("30, 14, 7, 3, 1")
          .describedAs(
              "How many days ahead the end of a secret, certificate or token is warned of: a"
                  + " message at each of them, separated by commas.");

  /** When a held route is worth a warning. */
  public static final SettingKey<Duration> ROUTE_AFTER =
      SettingKey.duration("postern.alert.route_after", Duration.ZERO, MONTH)
          .withDefault("5m")
          .describedAs("How long all mail must have waited before a warning says so.");

  /** When silence is worth a warning. */
  public static final SettingKey<Duration> NO_SUCCESS_AFTER =
      SettingKey.duration("postern.alert.no_success_after", Duration.ZERO, MONTH)
          .withDefault("0s")
          .describedAs(
              "A warning comes when no mail was delivered for so long, whether any came or not;"
                  + " for systems that send regularly. 0s: never.");

  /** When the disk is nearly full. */
  public static final SettingKey<Integer> DISK_FREE =
      SettingKey.integer("postern.alert.disk_free_mb", 0, 10_000_000)
          .withDefault("1024")
          .describedAs(
              "A warning comes when fewer megabytes are free on the disk of the spool's folder."
                  + " New mail is refused only at postern.spool.keep_free_mb.");

  private static final List<SettingKey<?>> ALL =
      List.of(
          PROBE_EVERY,
          WEBHOOK,
          WEBHOOK_TOKEN,
          WEBHOOK_TIMEOUT,
          COMMAND,
          COMMAND_TIMEOUT,
          RETRY,
          REPEAT,
          CALM,
          LOOK_EVERY,
          ENDING_DAYS,
          ROUTE_AFTER,
          NO_SUCCESS_AFTER,
          DISK_FREE);

  private AlertKeys() {}

  /** All of them, in the order of this page. */
  public static List<SettingKey<?>> all() {
    return ALL;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    int end = 0;
    while (end < text.length() && word.find(end) && word.start() == end) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
      end = word.end();
    }
    if (end < text.length() || words.isEmpty() || words.get(0).isEmpty()) {
      throw SettingKey.invalid(
          text, "no program with arguments", "write it as /path/program argument \"two words\"");
    }
    return List.copyOf(words);
  }

  private static List<Duration> durations(String text) {
    SettingKey<Duration> one =
        SettingKey.duration("postern.alert.retry", Duration.ofMillis(1), Duration.ofDays(1));
    return parts(text).map(one::parse).toList();
  }

  /** The furthest first. */
  private static List<Integer> days(String text) {
    SettingKey<Integer> one = SettingKey.integer("postern.alert.ending_days", 1, 3650);
    TreeSet<Integer> days = new TreeSet<>();
    parts(text).map(one::parse).forEach(days::add);
    return List.copyOf(days.descendingSet());
  }

  private static Stream<String> parts(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip);
  }
}
