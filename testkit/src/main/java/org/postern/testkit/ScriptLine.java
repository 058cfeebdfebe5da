package org.postern.testkit;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.core.settings.Nearest;

/** One line of a script, read word by word from the left. One thread. */
final class ScriptLine {

  /** What is wrong with the line, and the remedy. */
  static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Fault(String message) {
      super(message);
    }
  }

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private String rest;

  ScriptLine(String text) {
    rest = text.strip();
  }

  boolean atEnd() {
    return rest.isEmpty();
  }

  /** The next word, without taking it; "" at the end. */
  String peek() {
    return rest.split("\\s+", 2)[0];
  }

  /** Takes the next word if it is this one. */
  boolean takes(String word) {
    boolean here = peek().equalsIgnoreCase(word);
    if (here) {
      rest = rest.substring(word.length()).strip();
    }
    return here;
  }

  /** The next word. */
  String word(String what) {
    String word = peek();
    if (word.isEmpty()) {
      throw new Fault(what + " is missing at the end; add it");
    }
    takes(word);
    return word;
  }

  /** A text in double quotes, or a single word. */
  String text(String what) {
    if (!rest.startsWith("\"")) {
      return word(what);
    }
    int end = rest.indexOf('"', 1);
    if (end < 0) {
      throw new Fault("the quotes of " + what + " do not end; add a \" after it");
    }
    String text = rest.substring(1, end);
    rest = rest.substring(end + 1).strip();
    return text;
  }

  /** All that is left; "" for nothing. */
  String rest() {
    String all = rest;
    rest = "";
    return all;
  }

  /** A number from 0. */
  long number(String what) {
    String word = word(what);
    if (!word.matches("\\d{1,18}")) {
      throw new Fault(what + " is \"" + word + "\", which is no number; write digits only");
    }
    return Long.parseLong(word);
  }

  int count(String what) {
    long number = number(what);
    if (number > Integer.MAX_VALUE) {
      throw new Fault(what + " is " + number + "; at most " + Integer.MAX_VALUE + " is possible");
    }
    return (int) number;
  }

  Duration duration(String what) {
    String word = word(what);
    Matcher parts = DURATION.matcher(word);
    if (!parts.matches()) {
      throw new Fault(what + " is \"" + word + "\"; write a number and ms, s, m or h, as in 200ms");
    }
    long amount = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  /** A word that stands for something. */
  <T> T oneOf(String what, Map<String, T> known) {
    String word = word(what);
    T found = known.get(word);
    if (found == null) {
      throw unknown(what, word, known.keySet());
    }
    return found;
  }

  static Fault unknown(String what, String word, Collection<String> known) {
    return new Fault(
        what
            + " \""
            + word
            + "\" is not known; "
            + Nearest.hint(word, known, "known are " + String.join(", ", known)));
  }

  /** Fails where something is left. */
  void end() {
    if (!atEnd()) {
      throw new Fault("\"" + rest + "\" is too much; end the line before it");
    }
  }
}
