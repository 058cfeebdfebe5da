package org.postern.core.smtp;

/** RFC 5321 {@code Local-part}: a dot-string or one quoted-string (RFC 6531 widens both). */
final class LocalPartSyntax {

  private static final String ATEXT_MARKS = "!#$%&'*+-/=?^_`{|}~";

  private LocalPartSyntax() {}

  /** Checks the local part and returns the index of the {@code @} behind it. */
  static int end(AddressText text) {
    int end = text.charAt(0) == '"' ? endOfQuoted(text) : endOfDotString(text);
    if (end == text.length()) {
      throw text.refuse("no @ after the local part; write local@domain", end);
    }
    if (text.charAt(end) != '@') {
      throw text.refuse("a quoted local part must be followed by @", end);
    }
    return end;
  }

  private static int endOfQuoted(AddressText text) {
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\') {
        i++;
        if (i == text.length() || text.charAt(i) > 0x7E) {
          throw text.refuse("a backslash must be followed by a printable ASCII character", i - 1);
        }
      }
    }
    throw text.refuse("the quoted local part is not closed", text.length());
  }

  private static int endOfDotString(AddressText text) {
    boolean atStart = true;
    int i = 0;
    while (i < text.length() && text.charAt(i) != '@') {
      int c = text.codePointAt(i);
      if (c == '.' && atStart) {
        throw text.refuse("a dot must stand between two characters of the local part", i);
      }
      if (c != '.' && !isAtext(c)) {
        throw text.refuse(reason(c), i);
      }
      atStart = c == '.';
      i += Character.charCount(c);
    }
    if (i == 0) {
      throw text.refuse("the local part before the @ is empty (a source route?)", 0);
    }
    if (atStart) {
      throw text.refuse("the local part must not end with a dot", i - 1);
    }
    return i;
  }

  private static boolean isAtext(int c) {
    return c > 0x7F
        ? !Character.isSpaceChar(c)
        : c >= 'a' && c <= 'z'
            || c >= 'A' && c <= 'Z'
            || c >= '0' && c <= '9'
            || ATEXT_MARKS.indexOf(c) >= 0;
  }

  private static String reason(int c) {
    return switch (c) {
      case '(', ')' -> "comments are not allowed in an address";
      case '<', '>' ->
          "an envelope address has no display name and no angle brackets; give local@domain alone";
      case ':', ';' -> "groups and source routes are not allowed; give one local@domain";
      case ',' -> "one address is expected, not a list";
      case '"' -> "a quoted local part must be quoted as a whole";
      default ->
          AddressText.name(c) + " is not allowed in a local part unless the whole of it is quoted";
    };
  }
}
