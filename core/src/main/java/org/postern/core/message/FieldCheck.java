package org.postern.core.message;

import java.nio.charset.StandardCharsets;

/**
 * What may stand in a header field. Angus lets CR and LF through in header names and values and in
 * file names, so every text is checked here before Angus sees it.
 */
final class FieldCheck {

  private static final int MAX_NAME = 76;
  private static final int MAX_FILE_NAME = 255;
  private static final int SHOWN = 60;

  private FieldCheck() {}

  /** A text without anything that could end a line, be cut off or be half a character. */
  static String oneLine(String field, String text) {
    return check(field, text, false);
  }

  /** As {@link #oneLine}, but a horizontal tab is white space too (RFC 5322 section 2.2.2). */
  static String headerValue(String field, String text) {
    return check(field, text, true);
  }

  private static String check(String field, String text, boolean tabAllowed) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (isForbidden(c) && !(tabAllowed && c == '\t')) {
        throw new MessageException(
            String.format(
                "%s: character %d is U+%04X; controls, line ends and half characters are not"
                    + " allowed, remove it",
                field, i + 1, c));
      }
    }
    return text;
  }

  private static boolean isForbidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  /** Text that becomes a body: all but half characters, which have no UTF-8 form. */
  static String body(String field, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new MessageException(field + ": holds half a character (an unpaired surrogate)");
    }
    return text;
  }

  /** RFC 5322 section 3.6.8: printable ASCII without the colon. */
  static String headerName(String name) {
    boolean valid =
        !name.isEmpty()
            && name.length() <= MAX_NAME
            && name.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != ':');
    if (!valid) {
      throw new MessageException(
          "header name \""
              + shown(name)
              + "\": 1 to 76 printable ASCII characters without space and colon are allowed");
    }
    return name;
  }

  static void fileName(String name) {
    String field = "file name";
    oneLine(field, name);
    if (name.isBlank() || name.equals(".") || name.equals("..")) {
      throw new MessageException(field + ": \"" + name + "\" is no name of a file; give one");
    }
    if (name.length() > MAX_FILE_NAME) {
      throw new MessageException(field + ": longer than 255 characters; shorten it");
    }
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
      throw new MessageException(
          field + ": \"" + shown(name) + "\" holds a path separator; give the name alone");
    }
    // U+202E makes "exe.txt" of "txt.exe" on the recipient's screen
    if (name.chars().anyMatch(c -> c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069)) {
      throw new MessageException(
          field + ": \"" + shown(name) + "\" turns the reading direction; remove that character");
    }
  }

  /** For messages: printable ASCII, everything else escaped, cut where it is long. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (char c : text.substring(0, Math.min(text.length(), SHOWN)).toCharArray()) {
      shown.append(c >= 0x20 && c < 0x7F ? String.valueOf(c) : String.format("\\u%04X", (int) c));
    }
    return text.length() > SHOWN ? shown + "..." : shown.toString();
  }
}
