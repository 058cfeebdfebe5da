package org.postern.triggers.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells by a name whether what it names is a password. */
final class PasswordNames {

  /** {@code smtpPassword}, {@code mail.smtp.pass}, {@code SMTP_PWD}: by words. */
  private static final Pattern BORDER = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})|[^\\p{L}]+");

  private static final Pattern WORD =
      Pattern.compile(
          "pw|.*(?<!by|com|tres|sur)pass|.*(passw|passphrase|pwd|kennwort|secret(?!ar)|密码|口令).*");

  /** The name of a password's field is no password. */
  private static final Set<String> ABOUT =
      Set.of("field", "hint", "label", "message", "name", "parameter", "prompt", "title");

  private PasswordNames() {}

  static boolean match(String name) {
    List<String> words =
        Arrays.stream(BORDER.split(name))
            .filter(word -> !word.isEmpty())
            .map(word -> word.toLowerCase(Locale.ROOT))
            .toList();
    return !words.isEmpty()
        && !ABOUT.contains(words.get(words.size() - 1))
        && words.stream().anyMatch(word -> WORD.matcher(word).matches());
  }
}
