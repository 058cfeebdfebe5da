package org.postern.truststore;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

/** What a certificate may be used for: CA or not, signed by itself or not. */
final class CertificateKind {

  private static final int KEY_CERT_SIGN = 5;

  private CertificateKind() {}

  /**
   * May sign others: basicConstraints says CA and keyUsage, where present, allows it (RFC 5280
   * section 4.2.1.3 and 4.2.1.9). Roots of version 1 have no extensions; self-signed ones count.
   */
  static boolean isCa(X509Certificate certificate) {
    if (certificate.getVersion() < 3) {
      return isSelfSigned(certificate);
    }
    boolean[] usage = certificate.getKeyUsage();
    return certificate.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
  }

  static boolean isSelfSigned(X509Certificate certificate) {
    return isIssuedBy(certificate, certificate);
  }

  /** Name and signature both fit: a name alone can be anybody's. */
  static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException | RuntimeException notSigned) {
      // providers answer a key of the wrong kind with either
      return false;
    }
  }
}
