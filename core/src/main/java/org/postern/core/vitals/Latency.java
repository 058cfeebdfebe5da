package org.postern.core.vitals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long something took, so far, as a histogram. Immutable.
 *
 * @param counts how many took no longer than the bound at the same place of {@link #BOUNDS}, and
 *     longer than the one before; the last count is of those beyond all bounds
 * @param seconds all of them together
 */
public record Latency(List<Long> counts, double seconds) {

  /** In seconds, ascending. */
  public static final List<Double> BOUNDS =
      List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0);

  /** Nothing yet. */
  public static final Latency NONE = new Latency(Collections.nCopies(BOUNDS.size() + 1, 0L), 0);

  /** Checked and copied. */
  public Latency {
    counts = List.copyOf(counts);
    if (counts.size() != BOUNDS.size() + 1) {
      throw new IllegalArgumentException(
          counts.size() + " counts do not fit " + BOUNDS.size() + " bounds");
    }
  }

  /** Both together. */
  public Latency plus(Latency other) {
    List<Long> sums = new ArrayList<>(counts.size());
    for (int i = 0; i < counts.size(); i++) {
      sums.add(counts.get(i) + other.counts.get(i));
    }
    return new Latency(sums, seconds + other.seconds);
  }

  /** How many. */
  public long count() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
