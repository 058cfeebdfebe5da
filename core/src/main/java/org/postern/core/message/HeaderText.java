package org.postern.core.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Values of header fields, encoded (RFC 2047) and folded (RFC 5322 section 2.2.3) so that lines
 * keep to 78 characters where white space permits and never exceed 998.
 */
final class HeaderText {

  private static final int LINE = 78;
  private static final int LONGEST_WORD = 900;

  private HeaderText() {}

  /** Free text whose every character, blanks at the ends too, is seen again by the reader. */
  static String unstructured(String name, String text) {
    boolean blankAtEnd = !text.isEmpty() && !text.equals(text.strip());
    if (blankAtEnd || text.indexOf('\t') >= 0) {
      return fold(name, String.join(" ", EncodedWords.of(text, room(name))));
    }
    return fold(name, encodeWhereNeeded(name, text, true));
  }

  /** A further header's value: ASCII stays as it is, so that structured values keep their form. */
  static String custom(String name, String value) {
    return fold(name, encoded(name, value));
  }

  /** As {@link #custom}, on one line. */
  static String encoded(String name, String value) {
    return encodeWhereNeeded(name, value, false);
  }

  private static String encodeWhereNeeded(String name, String text, boolean literally) {
    WordRun run = new WordRun(room(name));
    for (String piece : pieces(text)) {
      if (isBlank(piece.charAt(0))) {
        run.blank(piece);
      } else {
        run.word(piece, piece, needsEncoding(piece, literally));
      }
    }
    return run.end();
  }

  private static int room(String name) {
    return Math.max(40, LINE - 2 - name.length());
  }

  private static boolean needsEncoding(String piece, boolean literally) {
    return piece.length() > LONGEST_WORD
        || literally && piece.contains("=?")
        || piece.chars().anyMatch(c -> c > 0x7E);
  }

  /** Alternating words and runs of white space; joined again they are the text. */
  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= text.length(); i++) {
      if (i == text.length() || isBlank(text.charAt(i)) != isBlank(text.charAt(i - 1))) {
        pieces.add(text.substring(start, i));
        start = i;
      }
    }
    return pieces;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /**
   * Breaks lines before white space that a word follows: unfolding gives the same text, and no line
   * is of white space only.
   */
  static String fold(String name, String value) {
    return fold(name, pieces(value));
  }

  /** As above for words that must stay whole, one space between them. */
  static String foldWords(String name, List<String> words) {
    List<String> pieces = new ArrayList<>();
    for (String word : words) {
      if (!pieces.isEmpty()) {
        pieces.add(" ");
      }
      pieces.add(word);
    }
    return fold(name, pieces);
  }

  private static String fold(String name, List<String> pieces) {
    StringBuilder folded = new StringBuilder();
    int column = name.length() + 2;
    boolean wordOnLine = false;
    for (int i = 0; i < pieces.size(); i++) {
      String piece = pieces.get(i);
      boolean blank = isBlank(piece.charAt(0));
      int needed =
          piece.length() + (blank && i + 1 < pieces.size() ? pieces.get(i + 1).length() : 0);
      if (blank && wordOnLine && i + 1 < pieces.size() && column + needed > LINE) {
        folded.append("\r\n");
        column = 0;
        wordOnLine = false;
      }
      folded.append(piece);
      column += piece.length();
      wordOnLine |= !blank;
    }
    return folded.toString();
  }
}
