package org.postern.triggers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.triggers.run.SenderPolicy;
import org.postern.triggers.run.TriggerLimits;

/** The settings of triggers; relative paths count from the folder of the settings. */
public final class TriggerKeys {

  /** What happens to mail of another sender. */
  public static final SettingKey<SenderPolicy> SENDER =
      SettingKey.choice("postern.trigger.sender", SenderPolicy.class)
          .withDefault("keep")
          .describedAs(
              "What happens to a trigger's mail whose sender is not the user that is logged in."
                  + " keep: it leaves as it is. rewrite: it leaves as the user, replies go to the"
                  + " sender it had. refuse: it does not leave.");

  /** How long a run may take. */
  public static final SettingKey<Duration> TIME_LIMIT =
      SettingKey.duration("postern.trigger.time_limit", Duration.ofMillis(100), Duration.ofHours(1))
          .withDefault("1m")
          .describedAs(
              "How long a trigger script may run; the time on which its mail is under way is not"
                  + " counted.");

  /** How much memory a run may use. */
  public static final SettingKey<Integer> MEMORY_LIMIT =
      SettingKey.integer("postern.trigger.memory_limit_mb", 1, 1_000_000)
          .withDefault("1024")
          .describedAs(
              "How many megabytes a trigger script may allocate in all, those that are free again"
                  + " included.");

  /** How much a run may log. */
  public static final SettingKey<Integer> MAX_OUTPUT =
      SettingKey.integer("postern.trigger.max_output", 1, 1_000_000_000)
          .withDefault("1000000")
          .describedAs("How many characters a trigger script may log.");

  /** How many mails a run may send. */
  public static final SettingKey<Integer> MAX_MAILS =
      SettingKey.integer("postern.trigger.max_mails", 0, 1_000_000)
          .withDefault("1000")
          .describedAs("How many mails one run of a trigger script may send.");

  /** Where attachments may come from. */
  public static final SettingKey<Path> ATTACHMENTS =
      SettingKey.path("postern.trigger.attachments")
          .describedAs(
              "The only folder from which trigger scripts may read files; default: the folder of"
                  + " the script.");

  /** Further classes. */
  public static final SettingKey<Set<String>> CLASSES =
      SettingKey.of("postern.trigger.classes", "list of class names", TriggerKeys::names)
          .describedAs(
              "Exact names of Java classes that trigger scripts may use beside the usual ones,"
                  + " separated by commas. Each opens what it can do to every script.");

  /** Whether scripts may have access tokens. */
  public static final SettingKey<AccessTokenPolicy> ACCESS_TOKEN =
      SettingKey.choice("postern.trigger.access_token", AccessTokenPolicy.class)
          .withDefault("refuse")
          .describedAs(
              "allow: getOAuthAccessToken() hands a live access token to trigger scripts. Whoever"
                  + " holds it can send mail; no script needs it to send through Postern.");

  private TriggerKeys() {}

  /** Whether scripts may have access tokens. */
  public enum AccessTokenPolicy {
    /** They may not. */
    REFUSE,
    /** They may. */
    ALLOW
  }

  /** All of them. */
  public static List<SettingKey<?>> all() {
    return List.of(
        SENDER,
        TIME_LIMIT,
        MEMORY_LIMIT,
        MAX_OUTPUT,
        MAX_MAILS,
        ATTACHMENTS,
        CLASSES,
        ACCESS_TOKEN);
  }

  /**
   * What these settings allow.
   *
   * @param folder of the settings
   */
  public static TriggerLimits limits(SettingValues values, Path folder) {
    return new TriggerLimits(
        values.get(TIME_LIMIT),
        (long) values.get(MEMORY_LIMIT) << 20,
        values.get(MAX_OUTPUT),
        values.get(MAX_MAILS),
        values.get(SENDER),
        values.find(ATTACHMENTS).map(folder::resolve),
        values.find(CLASSES).orElse(Set.of()));
  }

  private static Set<String> names(String text) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : Arrays.stream(text.split("[,\\s]+")).filter(n -> !n.isEmpty()).toList()) {
      if (!name.matches("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)+")) {
        throw SettingKey.invalid(
            name,
            "no exact class name",
            "write it with its package, without wildcards, such as java.net.InetAddress");
      }
      names.add(name);
    }
    return names;
  }
}
