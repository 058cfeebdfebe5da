package org.postern.truststore;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** Digest of a certificate's bytes, written as keytool writes it: {@code AB:CD:…}. */
final class Fingerprint {

  private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

  private Fingerprint() {}

  static String sha256(X509Certificate certificate) {
    return digest("SHA-256", certificate);
  }

  static String sha1(X509Certificate certificate) {
    return digest("SHA-1", certificate);
  }

  private static String digest(String algorithm, X509Certificate certificate) {
    try {
      return COLONS.formatHex(
          MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException(algorithm + " of a parsed certificate", e);
    }
  }
}
