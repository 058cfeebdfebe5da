package org.postern.core.internal.smtp;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a certificate says of itself, as far as a client of TLS has to know it. */
final class CertificateFacts {

  private static final String TLS_SERVER = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_USE = "2.5.29.37.0";
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private CertificateFacts() {}

  /** The hosts and addresses that it is for; empty where it names none, or is malformed. */
  static List<String> alternativeNames(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all != null) { // absent extension
        for (List<?> entry : all) {
          int type = (Integer) entry.get(0);
          if (type == DNS_NAME || type == IP_ADDRESS) {
            names.add(String.valueOf(entry.get(1)));
          }
        }
      }
    } catch (CertificateParsingException malformed) {
      return List.of();
    }
    return names;
  }

  /** False where it says that it is for other uses alone. */
  static boolean forServers(X509Certificate leaf) {
    try {
      List<String> uses = leaf.getExtendedKeyUsage();
      return uses == null || uses.contains(TLS_SERVER) || uses.contains(ANY_USE);
    } catch (CertificateParsingException malformed) {
      return true;
    }
  }

  /** True where this host's clock stands within its time. */
  static boolean timely(X509Certificate certificate) {
    Instant now = Instant.now();
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  /** True where a key of this size is no longer held to be safe. */
  static boolean weak(PublicKey key) {
    if (key instanceof RSAKey rsa) {
      return rsa.getModulus().bitLength() < 2048;
    }
    return key instanceof ECKey ec && ec.getParams().getOrder().bitLength() < 224;
  }

  /** True at the top of a chain. */
  static boolean selfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }
}
