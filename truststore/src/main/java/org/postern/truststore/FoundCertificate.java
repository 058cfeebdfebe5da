package org.postern.truststore;

import java.security.cert.X509Certificate;

/**
 * A certificate to import and where it came from.
 *
 * @param where {@code ca.pem:12}, or the file alone where there are no lines
 */
record FoundCertificate(X509Certificate certificate, String where) {

  String described() {
    return where + " " + Printable.name(certificate.getSubjectX500Principal());
  }
}
