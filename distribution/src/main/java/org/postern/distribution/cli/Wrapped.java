package org.postern.distribution.cli;

/** Text that fits 80 columns; a word that is longer stays whole, so that it can be copied. */
final class Wrapped {

  private static final int WIDTH = 80;

  private Wrapped() {}

  /** Blanks at the beginning stay. */
  static String text(String text, String indent) {
    String words = text.stripLeading();
    int begin = text.length() - words.length();
    StringBuilder all = new StringBuilder(text.substring(0, begin));
    int column = begin;
    for (String word : words.split(" ", -1)) {
      if (column > begin && column + 1 + word.length() > WIDTH) {
        all.append('\n').append(indent);
        column = indent.length();
      } else if (column > begin) {
        all.append(' ');
        column++;
      }
      all.append(word);
      column += word.length();
    }
    return all.toString();
  }
}
