package org.postern.truststore;

/**
 * Asked when an alias that was given by name already holds another certificate. May talk to a
 * human; the store is not locked meanwhile.
 */
@FunctionalInterface
public interface ReplaceDecision {

  /** Refuses: for scripts that have nobody to ask. */
  ReplaceDecision NEVER = (present, replacement) -> false;

  /** Replaces without asking. */
  ReplaceDecision ALWAYS = (present, replacement) -> true;

  /** True to put {@code replacement} in the place of {@code present}; false refuses the import. */
  boolean replace(TrustedEntry present, CertificateSummary replacement);
}
