package org.postern.core.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that was probably meant; for messages to people. */
public final class Nearest {

  private Nearest() {}

  /** The nearest of {@code known}, where it is near enough to be a slip of the keyboard. */
  public static Optional<String> to(String name, Collection<String> known) {
    int limit = Math.max(2, name.length() / 6);
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= limit)
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  /**
   * "did you mean X?", or other words where none is near enough.
   *
   * @param otherwise what to say instead, for instance all that are known
   */
  public static String hint(String name, Collection<String> known, String otherwise) {
    return hint(name, known, "", otherwise);
  }

  /** As {@link #hint(String, Collection, String)}, with the name in quotes. */
  public static String quotedHint(String name, Collection<String> known, String otherwise) {
    return hint(name, known, "\"", otherwise);
  }

  private static String hint(
      String name, Collection<String> known, String quote, String otherwise) {
    return to(name, known)
        .map(near -> "did you mean " + quote + near + quote + "?")
        .orElse(otherwise);
  }

  /** Insertions, deletions, replacements and swaps of neighbours, whatever the case. */
  private static int distance(String first, String second) {
    String a = first.toLowerCase(Locale.ROOT);
    String b = second.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + same, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
