package org.postern.truststore;

import java.util.List;

/**
 * A trust store, or a file of certificates, could not be read or changed. Whatever was asked, the
 * store on disk is as it was before. Each problem names the file, what is wrong and what to do; no
 * problem holds a password. Not worth a retry without a change.
 */
public final class TrustStoreException extends Exception {

  private final List<String> problems;

  TrustStoreException(String problem) {
    this(List.of(problem));
  }

  TrustStoreException(String problem, Throwable cause) {
    super(problem, cause);
    this.problems = List.of(problem);
  }

  TrustStoreException(List<String> problems) {
    super(
        problems.size() == 1
            ? problems.get(0)
            : problems.size()
                + " problems, nothing was changed:\n  "
                + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /** Every problem found, at least one, each a sentence for the administrator. */
  public List<String> problems() {
    return problems;
  }
}
