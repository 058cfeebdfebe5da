package org.postern.truststore;

import java.util.HashMap;
import java.util.Map;

/** Asks once for each pair of certificates: the second look under the lock repeats no question. */
final class RememberedDecision implements ReplaceDecision {

  private final ReplaceDecision asked;
  private final Map<String, Boolean> answers = new HashMap<>();

  RememberedDecision(ReplaceDecision asked) {
    this.asked = asked;
  }

  @Override
  public boolean replace(TrustedEntry present, CertificateSummary replacement) {
    return answers.computeIfAbsent(
        present.alias() + " " + present.summary().sha256() + " " + replacement.sha256(),
        pair -> asked.replace(present, replacement));
  }
}
