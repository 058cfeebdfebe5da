package org.postern.relay;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingsProblem;

/** Collects what is wrong, with the file and line at which a property stands. One thread. */
final class Complaints {

  private static final Pattern SOURCE = Pattern.compile("(.+\\.properties):(\\d+)");

  private final MailSettings settings;
  private final List<SettingsProblem> problems;

  Complaints(MailSettings settings, List<SettingsProblem> problems) {
    this.settings = settings;
    this.problems = problems;
  }

  /** One more. */
  void add(String key, String cause, String remedy) {
    Optional<Matcher> source =
        settings.effective().stream()
            .filter(setting -> setting.key().equals(key))
            .map(setting -> SOURCE.matcher(setting.source()))
            .filter(Matcher::matches)
            .findFirst();
    problems.add(
        new SettingsProblem(
            source.map(found -> Path.of(found.group(1))),
            source.stream().mapToInt(found -> Integer.parseInt(found.group(2))).findFirst(),
            key,
            cause,
            remedy));
  }

  /** One more, worded {@code "value" is …; remedy}. */
  void add(String key, IllegalArgumentException refused) {
    String message = String.valueOf(refused.getMessage());
    int split = message.lastIndexOf("; ");
    add(
        key,
        split < 0 ? message : message.substring(0, split),
        split < 0 ? "correct the value" : message.substring(split + 2));
  }

  /** True where nothing is wrong so far. */
  boolean isEmpty() {
    return problems.isEmpty();
  }
}
