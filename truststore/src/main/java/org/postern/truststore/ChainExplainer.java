package org.postern.truststore;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Says in plain words what is wrong with the chain that a server presents, and what to do. Makes no
 * connection, decides nothing, thread safe. Validity is told by the given clock, and messages show
 * its time, for the fault may be our clock's.
 */
public final class ChainExplainer {

  private final Anchors anchors;
  private final Clock clock;

  public ChainExplainer(Trust trust, Clock clock) {
    this(trust.anchors(), clock);
  }

  ChainExplainer(Anchors anchors, Clock clock) {
    this.anchors = anchors;
    this.clock = clock;
  }

  /**
   * Everything wrong with {@code chain}: the way to a trusted CA first, then validity, use,
   * strength and host. Empty if a connection to this host would be trusted.
   *
   * @param chain as sent, the server's own certificate first
   * @param host name or address that was asked for
   * @throws IllegalArgumentException if the chain is empty
   */
  public List<ChainProblem> explain(List<X509Certificate> chain, String host, int port) {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a chain has at least the server's certificate");
    }
    Optional<CertificateException> refusal = refusal(chain);
    ChainFindings findings = findings(chain, Peer.of(host, port));
    if (refusal.isPresent()) {
      findings.wayToAnchor();
    }
    findings.validity().use().strength().host();
    return findings.orElse(refusal);
  }

  /** Why the JDK refused; at least one problem. */
  List<ChainProblem> explainRefusal(
      List<X509Certificate> chain, Peer peer, CertificateException refused) {
    ChainFindings findings = findings(chain, peer);
    if (refusal(chain).isPresent()) {
      findings.wayToAnchor();
    }
    return findings.validity().use().strength().host().orElse(Optional.of(refused));
  }

  /**
   * What we refuse although the JDK accepts: it asks a certificate that is itself in the store
   * neither for its end nor for anything else, takes RSA keys of 1024 bits, and a host name from
   * the common name.
   */
  List<ChainProblem> beyondTheJdk(List<X509Certificate> chain, Peer peer) {
    return findings(chain, peer).serversValidity().strength().commonName().orElse(Optional.empty());
  }

  private ChainFindings findings(List<X509Certificate> chain, Peer peer) {
    return new ChainFindings(
        chain, ChainPath.walk(chain, anchors.certificates()), anchors, peer, clock.instant());
  }

  /** The JDK's word on the chain alone, without the host. */
  private Optional<CertificateException> refusal(List<X509Certificate> chain) {
    if (anchors.pkix().isEmpty()) {
      return Optional.of(new CertificateException("no CA is trusted at all"));
    }
    try {
      anchors.pkix().get().checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
      return Optional.empty();
    } catch (CertificateException refused) {
      return Optional.of(refused);
    }
  }
}
