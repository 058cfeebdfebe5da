package org.postern.truststore;

import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/** Text that came from a certificate or a server, made safe for one line of a log or terminal. */
final class Printable {

  private static final int LIMIT = 300;

  private Printable() {}

  /** Control, format and separator characters as {@code \\uXXXX} (log and terminal injection). */
  static String text(String raw) {
    StringBuilder safe = new StringBuilder();
    String cut = raw.length() > LIMIT ? raw.substring(0, LIMIT) + "..." : raw;
    cut.chars().forEach(c -> append(safe, (char) c));
    return safe.toString();
  }

  static String name(X500Principal principal) {
    String name = principal.toString();
    return name.isEmpty() ? "(no name)" : text(name);
  }

  private static void append(StringBuilder safe, char c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      default -> safe.append(c);
    }
  }
}
