package org.postern.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingsException;
import org.postern.core.settings.SettingsProblem;
import org.postern.core.settings.UnusableValueException;

/** Collects what is wrong, while the settings are gone through to their end. One thread. */
final class Complaints {

  private final MailSettings settings;
  private final List<SettingsProblem> problems = new ArrayList<>();

  Complaints(MailSettings settings) {
    this.settings = settings;
  }

  /** One more. */
  void add(String key, String cause, String remedy) {
    problems.add(settings.problem(key, cause, remedy));
  }

  /** One more; the value is not to be had. */
  UnusableValueException refused(String key, String cause, String remedy) {
    add(key, cause, remedy);
    return new UnusableValueException(key);
  }

  /** One more, worded {@code "value" is …; remedy}; the value is not to be had. */
  UnusableValueException refused(String key, IllegalArgumentException refused) {
    String message = String.valueOf(refused.getMessage());
    int split = message.lastIndexOf("; ");
    return refused(
        key,
        split < 0 ? message : message.substring(0, split),
        split < 0 ? "correct the value" : message.substring(split + 2));
  }

  /**
   * Asks now, so that complaints come, each once. What is handed out gives the answer, or ends
   * whoever wants it where there is none.
   */
  <T> Supplier<T> ask(Supplier<T> question) {
    try {
      T answer = question.get();
      return () -> answer;
    } catch (UnusableValueException refused) {
      return () -> {
        throw refused;
      };
    }
  }

  /** Follows a rule as far as the values go that it asks for. */
  void rule(Runnable rule) {
    ask(
        () -> {
          rule.run();
          return true;
        });
  }

  /**
   * The answer, if there is nothing to complain of.
   *
   * @throws SettingsException with all complaints
   * @throws UnusableValueException where there is none, and others have complained
   */
  <T> T orRefuse(Supplier<T> answer) {
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return answer.get();
  }
}
