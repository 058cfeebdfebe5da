package org.postern.truststore;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The way from the server's certificate up, link by link, by name and signature, whatever order the
 * server sent. Says nothing of validity.
 *
 * @param links as sent, from the server's certificate up; not the anchor
 * @param anchor the trusted certificate at the end; empty if the way ends before
 */
record ChainPath(List<X509Certificate> links, Optional<X509Certificate> anchor) {

  static ChainPath walk(List<X509Certificate> sent, Collection<X509Certificate> anchors) {
    List<X509Certificate> links = new ArrayList<>();
    Optional<X509Certificate> next = Optional.of(sent.get(0));
    while (next.isPresent()) {
      X509Certificate current = next.get();
      if (anchors.contains(current)) {
        return new ChainPath(links, next);
      }
      links.add(current);
      Optional<X509Certificate> anchor = issuer(current, anchors, List.of());
      if (anchor.isPresent()) {
        return new ChainPath(links, anchor);
      }
      next = issuer(current, sent, links);
    }
    return new ChainPath(links, Optional.empty());
  }

  /** The topmost that was sent and is linked to the server's certificate. */
  X509Certificate top() {
    return links.get(links.size() - 1);
  }

  /** The highest CA that was sent above the server's own certificate. */
  Optional<X509Certificate> topmostCa() {
    for (int i = links.size() - 1; i > 0; i--) {
      if (CertificateKind.isCa(links.get(i))) {
        return Optional.of(links.get(i));
      }
    }
    return Optional.empty();
  }

  /** The trusted certificates that have the name of the issuer we look for, but another key. */
  List<X509Certificate> namesakes(Collection<X509Certificate> anchors) {
    return anchors.stream()
        .filter(anchor -> anchor.getSubjectX500Principal().equals(top().getIssuerX500Principal()))
        .toList();
  }

  private static Optional<X509Certificate> issuer(
      X509Certificate of, Collection<X509Certificate> among, List<X509Certificate> not) {
    return among.stream()
        .filter(candidate -> !not.contains(candidate))
        .filter(candidate -> CertificateKind.isIssuedBy(of, candidate))
        .findFirst();
  }
}
