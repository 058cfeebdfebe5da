package org.postern.triggers.suite;

import java.time.Duration;
import java.util.List;

/**
 * What became of a case.
 *
 * @param name of the case: its file, from the folder of the suite, without {@code .test.yaml}
 * @param took how long it ran
 * @param differences what is not as expected; empty where all is well
 */
public record CaseResult(String name, Duration took, List<String> differences) {

  public CaseResult {
    differences = List.copyOf(differences);
  }

  /** True where all is as expected. */
  public boolean passed() {
    return differences.isEmpty();
  }
}
