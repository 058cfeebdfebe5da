package org.postern.truststore;

import java.security.cert.X509Certificate;

/**
 * A trusted certificate and its name in the store. Immutable.
 *
 * @param alias lower case, as PKCS#12 and JKS keep it
 */
public record TrustedEntry(String alias, X509Certificate certificate) {

  /** What to show of it. */
  public CertificateSummary summary() {
    return CertificateSummary.of(certificate);
  }
}
