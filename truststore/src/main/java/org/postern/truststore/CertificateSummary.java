package org.postern.truststore;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * What an administrator wants to see of a certificate. Immutable; every text is safe for a terminal
 * (control characters are written as {@code \\uXXXX}).
 *
 * @param subject whom it names, {@code CN=Example Root CA, O=Example}
 * @param issuer who signed it
 * @param serial hexadecimal, lower case
 * @param sha256 fingerprint to compare by another road, {@code AB:CD:…} in upper case as keytool
 * @param sha1 the same in SHA-1, for old lists only: never decide by it
 * @param notBefore first moment of validity
 * @param notAfter last moment of validity
 * @param ca whether it may sign other certificates
 * @param keyAlgorithm such as {@code RSA} or {@code EC}
 * @param keySize in bits, 0 where the kind of key has no size
 * @param signatureAlgorithm such as {@code SHA256withRSA}
 */
public record CertificateSummary(
    String subject,
    String issuer,
    String serial,
    String sha256,
    String sha1,
    Instant notBefore,
    Instant notAfter,
    boolean ca,
    String keyAlgorithm,
    int keySize,
    String signatureAlgorithm) {

  public static CertificateSummary of(X509Certificate certificate) {
    return new CertificateSummary(
        Printable.name(certificate.getSubjectX500Principal()),
        Printable.name(certificate.getIssuerX500Principal()),
        certificate.getSerialNumber().toString(16),
        Fingerprint.sha256(certificate),
        Fingerprint.sha1(certificate),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        CertificateKind.isCa(certificate),
        certificate.getPublicKey().getAlgorithm(),
        KeyStrength.bits(certificate.getPublicKey()),
        Printable.text(certificate.getSigAlgName()));
  }

  /** Whole days until the end, rounded down; negative once it has ended. */
  public long daysLeft(Instant now) {
    return Math.floorDiv(
        Duration.between(now, notAfter).toSeconds(), Duration.ofDays(1).toSeconds());
  }

  /** Both ends belong to the validity (RFC 5280 section 4.1.2.5). */
  public boolean validAt(Instant now) {
    return !now.isBefore(notBefore) && !now.isAfter(notAfter);
  }
}
