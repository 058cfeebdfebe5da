package org.postern.spool.internal.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Numbers of recipients that follow each other. Of a thousand recipients of whom some are put off
 * the others are a few of these.
 *
 * @param last the number at its end, not the one after it
 */
public record Run(int first, int last) {

  /** As few as possible that together have these numbers and no others, in their order. */
  public static List<Run> of(Collection<Integer> numbers) {
    List<Run> runs = new ArrayList<>();
    for (int number : numbers.stream().sorted().toList()) {
      int newest = runs.size() - 1;
      if (newest >= 0 && number - runs.get(newest).last() <= 1) {
        runs.set(newest, new Run(runs.get(newest).first(), number));
      } else {
        runs.add(new Run(number, number));
      }
    }
    return runs;
  }
}
