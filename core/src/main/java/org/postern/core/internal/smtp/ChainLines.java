package org.postern.core.internal.smtp;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an administrator wants to see of a chain of certificates that is trusted. */
final class ChainLines {

  private static final Duration SOON = Duration.ofDays(14);

  private ChainLines() {}

  /** One line for each name, one for its fingerprint. */
  static List<String> of(List<X509Certificate> chain) {
    List<String> lines = new ArrayList<>();
    for (X509Certificate one : chain) {
      lines.add(
          CertificateFaults.name(one.getSubjectX500Principal())
              + ", valid until "
              + one.getNotAfter().toInstant().atZone(ZoneOffset.UTC).toLocalDate());
      lines.add("SHA-256 " + CertificateFaults.sha256(one));
    }
    return lines;
  }

  /** That the server's certificate, or one above it, ends soon; empty where none does. */
  static Optional<String> endsSoon(List<X509Certificate> chain) {
    Instant now = Instant.now();
    return chain.stream()
        .filter(one -> one.getNotAfter().toInstant().isBefore(now.plus(SOON)))
        .findFirst()
        .map(
            one ->
                "the certificate of "
                    + CertificateFaults.name(one.getSubjectX500Principal())
                    + " expires soon, in "
                    + Duration.between(now, one.getNotAfter().toInstant()).toDays()
                    + " days: have it renewed");
  }
}
