package org.postern.core.message;

import org.postern.core.smtp.NotConvertibleException;

/**
 * A comment of a structured field (RFC 5322 section 3.2.2) in ASCII, those within it too; what is
 * ASCII stays as it stands. One linear scan.
 */
final class AsciiComment {

  private static final int ROOM = 60;

  private final String value;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder raw = new StringBuilder();
  private final StringBuilder text = new StringBuilder();
  private WordRun run = new WordRun(ROOM);
  private int at;

  /**
   * @param start where its parenthesis opens
   */
  AsciiComment(String value, int start) {
    this.value = value;
    this.at = start;
  }

  String read() throws NotConvertibleException {
    int depth = 0;
    do {
      if (at >= value.length()) {
        throw new NotConvertibleException("has a ( that is not closed");
      }
      char c = value.charAt(at++);
      switch (c) {
        case '(', ')' -> {
          depth += c == '(' ? 1 : -1;
          endOfWords().append(c);
        }
        case ' ', '\t' -> {
          endOfWord();
          run.blank(String.valueOf(c));
        }
        default -> letter(c);
      }
    } while (depth > 0);
    return out.toString();
  }

  /** Behind it. */
  int end() {
    return at;
  }

  private void letter(char c) {
    raw.append(c);
    if (c == '\\' && at < value.length()) {
      raw.append(value.charAt(at));
      text.append(value.charAt(at++));
    } else {
      text.append(c);
    }
  }

  private void endOfWord() {
    if (raw.length() > 0) {
      String word = raw.toString();
      run.word(word, text.toString(), !AsciiAddresses.isAscii(word));
      raw.setLength(0);
      text.setLength(0);
    }
  }

  private StringBuilder endOfWords() {
    endOfWord();
    out.append(run.end());
    run = new WordRun(ROOM);
    return out;
  }
}
