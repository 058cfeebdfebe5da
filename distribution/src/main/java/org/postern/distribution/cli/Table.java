package org.postern.distribution.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows under headings, 80 columns wide at most: where a table would be wider, its widest cells are
 * cut, with … for what is left out.
 */
final class Table {

  private static final int WIDTH = 80;
  private static final String GAP = "  ";
  private static final Pattern MORE = Pattern.compile(" \\+\\d+$");

  private final List<List<String>> rows = new ArrayList<>();
  private final int columns;

  private final List<Boolean> numbers;
  private final List<Boolean> counted;

  /**
   * Headings; one that begins with {@code >} is that of numbers, which stand to the right. Below
   * one that begins with {@code +} a cell may end with how many more there are ({@code +3}), which
   * stays when it is cut.
   */
  private Table(List<String> headings) {
    columns = headings.size();
    rows.add(headings.stream().map(one -> one.replaceFirst("^[>+]", "")).toList());
    numbers = headings.stream().map(one -> one.startsWith(">")).toList();
    counted = headings.stream().map(one -> one.startsWith("+")).toList();
  }

  static Table of(String... headings) {
    return new Table(List.of(headings));
  }

  /** One row; control characters are escaped. */
  Table row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException("a row of this table has " + columns + " cells");
    }
    rows.add(List.of(cells).stream().map(LogLayout::escaped).toList());
    return this;
  }

  /** The headings and the rows. */
  List<String> lines() {
    int[] widths = widths();
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = fitted(row.get(column), column, widths[column]);
        String blanks = " ".repeat(widths[column] - length(cell));
        line.append(column == 0 ? "" : GAP)
            .append(numbers.get(column) ? blanks + cell : cell + blanks);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** The widest column gives first, so that short ones stay whole. */
  private int[] widths() {
    int[] widths = new int[columns];
    rows.forEach(
        row -> {
          for (int column = 0; column < columns; column++) {
            widths[column] = Math.max(widths[column], length(row.get(column)));
          }
        });
    int total = GAP.length() * (columns - 1);
    for (int width : widths) {
      total += width;
    }
    for (; total > WIDTH; total--) {
      int widest = 0;
      for (int column = 1; column < columns; column++) {
        widest = widths[column] >= widths[widest] ? column : widest;
      }
      widths[widest]--;
    }
    return widths;
  }

  private String fitted(String cell, int column, int width) {
    Matcher more = MORE.matcher(cell);
    if (!counted.get(column) || !more.find() || length(more.group()) + 2 > width) {
      return cut(cell, width);
    }
    return cut(cell.substring(0, more.start()), width - length(more.group())) + more.group();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Cut to that many characters. */
  static String cut(String text, int width) {
    return length(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
  }
}
