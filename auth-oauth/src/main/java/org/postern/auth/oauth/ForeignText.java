package org.postern.auth.oauth;

/** The words of others, made fit for a log and a terminal. */
final class ForeignText {

  private ForeignText() {}

  /**
   * One line without what could move a cursor or turn the direction of writing.
   *
   * @param limit the longest that is shown, in characters; more ends in an ellipsis
   */
  static String line(String text, int limit) {
    StringBuilder shown = new StringBuilder();
    text.substring(0, Math.min(text.length(), limit))
        .codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == '\r' || c == '\t') {
                shown.append(' ');
              } else if (hidden(c)) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return text.length() > limit ? shown.append('…').toString() : shown.toString().strip();
  }

  private static boolean hidden(int c) {
    int type = Character.getType(c);
    return Character.isISOControl(c)
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }
}
