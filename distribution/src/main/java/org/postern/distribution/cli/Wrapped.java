package org.postern.distribution.cli;

/** Text that fits 80 columns; a word that is longer stays whole, so that it can be copied. */
final class Wrapped {

  private static final int WIDTH = 80;

  private Wrapped() {}

  static String text(String text, String indent) {
    StringBuilder all = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        all.append('\n').append(indent);
        column = indent.length();
      } else if (column > 0) {
        all.append(' ');
        column++;
      }
      all.append(word);
      column += word.length();
    }
    return all.toString();
  }
}
