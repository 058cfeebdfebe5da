package org.postern.truststore;

/**
 * What became of one certificate. Immutable.
 *
 * @param alias the entry that holds it now
 */
public record ImportedCertificate(String alias, CertificateSummary certificate, Change change) {

  /** What was done. */
  public enum Change {
    ADDED,
    /** another certificate of this alias had to go */
    REPLACED,
    /** the same certificate (SHA-256) was in the store, under whatever alias; nothing done */
    ALREADY_PRESENT
  }
}
