package org.postern.truststore;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with one chain; each method looks for one kind of fault. */
final class ChainFindings {

  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_USAGE = "2.5.29.37.0";

  private final List<ChainProblem> problems = new ArrayList<>();
  private final X509Certificate server;
  private final ChainPath path;
  private final Anchors anchors;
  private final Peer peer;
  private final Instant now;

  ChainFindings(
      List<X509Certificate> chain, ChainPath path, Anchors anchors, Peer peer, Instant now) {
    this.server = chain.get(0);
    this.path = path;
    this.anchors = anchors;
    this.peer = peer;
    this.now = now;
  }

  /** What was found, or the JDK's own words where it refused and we know no better. */
  List<ChainProblem> orElse(Optional<CertificateException> refused) {
    if (problems.isEmpty()) {
      refused.ifPresent(this::refusedByJdk);
    }
    return List.copyOf(problems);
  }

  ChainFindings wayToAnchor() {
    if (path.anchor().isEmpty()) {
      problems.add(new BrokenWay(path, anchors, peer).problem());
    }
    return this;
  }

  ChainFindings validity() {
    path.links().forEach(this::validity);
    return path.links().isEmpty() ? serversValidity() : this;
  }

  ChainFindings serversValidity() {
    validity(server);
    return this;
  }

  ChainFindings use() {
    try {
      List<String> uses = server.getExtendedKeyUsage();
      if (uses != null && !uses.contains(SERVER_AUTH) && !uses.contains(ANY_USAGE)) {
        add(
            ChainFault.NOT_FOR_SERVERS,
            server,
            "the certificate is not for TLS servers (extended key usage " + uses + ")",
            "give the server a certificate with the usage serverAuth");
      }
    } catch (CertificateParsingException unreadable) {
      // the JDK refuses it with its own words
    }
    return this;
  }

  ChainFindings strength() {
    List<X509Certificate> links = path.links().isEmpty() ? List.of(server) : path.links();
    for (X509Certificate link : links) {
      KeyStrength.weakKey(link)
          .ifPresent(
              weak ->
                  add(
                      ChainFault.WEAK,
                      link,
                      "certificate " + name(link) + " has a weak " + weak,
                      "have it made anew with RSA of 2048 bits or more, or EC of 256"));
    }
    return this;
  }

  ChainFindings host() {
    commonName();
    HostNames names = HostNames.of(server);
    peer.host()
        .filter(host -> !names.isEmpty() && !names.match(host))
        .ifPresent(
            host ->
                add(
                    ChainFault.WRONG_HOST,
                    server,
                    "the certificate is for " + names + ", not for " + Printable.text(host),
                    "set one of those as the server's name, or have the certificate made anew with"
                        + " this one"));
    return this;
  }

  ChainFindings commonName() {
    if (peer.host().isPresent() && HostNames.of(server).isEmpty()) {
      add(
          ChainFault.COMMON_NAME_ONLY,
          server,
          "the certificate names a host only in its subject "
              + name(server)
              + ", which no longer counts",
          "have it made anew with subjectAltName=DNS:" + Printable.text(peer.host().get()));
    }
    return this;
  }

  private void validity(X509Certificate link) {
    CertificateSummary summary = CertificateSummary.of(link);
    if (now.isAfter(summary.notAfter())) {
      add(
          ChainFault.EXPIRED,
          link,
          "certificate " + name(link) + " ended at " + summary.notAfter() + notValid(),
          "renew it on the server; or set the clock of this host, if that is wrong");
    } else if (now.isBefore(summary.notBefore())) {
      add(
          ChainFault.NOT_YET_VALID,
          link,
          "certificate " + name(link) + " begins at " + summary.notBefore() + notValid(),
          "set the clock of this host, if that is wrong; or wait, or have it made anew");
    }
  }

  private String notValid() {
    return ", so it is not valid at " + now + " (our time)";
  }

  private void refusedByJdk(CertificateException refused) {
    Throwable deepest = refused;
    boolean constrained = false;
    for (Throwable t = refused; t != null; t = t.getCause()) {
      deepest = t;
      constrained |=
          t instanceof CertPathValidatorException invalid
              && invalid.getReason() == BasicReason.ALGORITHM_CONSTRAINED;
    }
    String words = Printable.text(String.valueOf(deepest.getMessage()));
    if (constrained) {
      add(
          ChainFault.WEAK,
          server,
          "the chain uses a key or signature that this JDK holds for too weak (" + words + ")",
          "have the certificates made anew with RSA of 2048 bits or more and SHA-256");
    } else {
      add(
          ChainFault.REFUSED,
          server,
          "the JDK refuses the chain (" + words + ")",
          "look at the chain with \"postern truststore fetch " + peer.address() + "\"");
    }
  }

  private void add(ChainFault fault, X509Certificate certificate, String text, String remedy) {
    problems.add(
        new ChainProblem(
            fault,
            Optional.of(CertificateSummary.of(certificate)),
            peer.label() + ": " + text,
            remedy));
  }

  private static String name(X509Certificate certificate) {
    return Printable.name(certificate.getSubjectX500Principal());
  }
}
