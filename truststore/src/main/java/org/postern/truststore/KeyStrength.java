package org.postern.truststore;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.util.Locale;
import java.util.Optional;

/** Size of a key, and whether a key or signature is too weak to trust (NIST SP 800-131A). */
final class KeyStrength {

  private static final int RSA_BITS = 2048;
  private static final int EC_BITS = 224;

  private KeyStrength() {}

  /** In bits; 0 for a kind of key that has no size we know. */
  static int bits(PublicKey key) {
    if (key instanceof RSAKey rsa) {
      return rsa.getModulus().bitLength();
    }
    if (key instanceof ECKey ec) {
      return ec.getParams().getOrder().bitLength();
    }
    if (key instanceof DSAKey dsa && dsa.getParams() != null) {
      return dsa.getParams().getP().bitLength();
    }
    if (key instanceof EdECKey ed) {
      return ed.getParams().getName().equals("Ed448") ? 456 : 256;
    }
    return 0;
  }

  /** What is weak about the key, such as {@code RSA key of 1024 bits}; empty for a good one. */
  static Optional<String> weakKey(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    int bits = bits(key);
    boolean weak =
        key instanceof RSAKey && bits < RSA_BITS
            || key instanceof DSAKey && bits < RSA_BITS
            || key instanceof ECKey && bits < EC_BITS;
    return weak ? Optional.of(key.getAlgorithm() + " key of " + bits + " bits") : Optional.empty();
  }

  /**
   * MD2, MD5 or SHA-1 under a certificate; a root's own signature proves nothing, so never there.
   */
  static Optional<String> weakSignature(X509Certificate certificate) {
    String name = certificate.getSigAlgName();
    String upper = name.toUpperCase(Locale.ROOT);
    boolean weak =
        upper.startsWith("MD2") || upper.startsWith("MD5") || upper.startsWith("SHA1WITH");
    boolean root =
        certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    return weak && !root ? Optional.of("signature " + Printable.text(name)) : Optional.empty();
  }
}
