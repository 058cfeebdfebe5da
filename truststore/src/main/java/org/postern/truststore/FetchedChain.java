package org.postern.truststore;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a server presented, and what our trust thinks of it. Immutable. Nothing in it was trusted:
 * whoever stands between us and the server chose it, so compare the SHA-256 by another road.
 *
 * @param host as asked for, in ASCII
 * @param mode never {@code AUTO}: how TLS began
 * @param certificates as sent, the server's own first; at least one
 * @param protocol such as {@code TLSv1.3}; empty if the handshake broke after the chain
 * @param cipher such as {@code TLS_AES_256_GCM_SHA384}; empty likewise
 * @param problems empty if the chain is trusted already
 * @param importable see {@link #importable()}
 * @param missingLink name of the CA that is neither sent nor trusted, at which the chain breaks
 * @param caIssuersUrl where the topmost certificate says its issuer's can be had; never followed by
 *     us
 */
public record FetchedChain(
    String host,
    int port,
    FetchMode mode,
    List<X509Certificate> certificates,
    Optional<String> protocol,
    Optional<String> cipher,
    List<ChainProblem> problems,
    Optional<X509Certificate> importable,
    Optional<String> missingLink,
    Optional<String> caIssuersUrl) {

  public FetchedChain {
    certificates = List.copyOf(certificates);
    problems = List.copyOf(problems);
  }

  public boolean trusted() {
    return problems.isEmpty();
  }

  /**
   * The CA certificate that would make the chain lead to a trusted one: the root if it was sent,
   * else the topmost CA that was. Empty if the way is there already, or only the server's own
   * certificate was sent. Never that one, even if it is signed by itself: see {@link
   * #selfSignedServer()}.
   */
  public Optional<X509Certificate> importable() {
    return importable;
  }

  /**
   * The server's own certificate if it is signed by itself and not trusted, for the caller who
   * decides to trust it alone ({@link ImportOptions#allowLeaf} unless it says it is a CA).
   */
  public Optional<X509Certificate> selfSignedServer() {
    return problems.stream().anyMatch(problem -> problem.fault() == ChainFault.SELF_SIGNED)
        ? Optional.of(certificates.get(0))
        : Optional.empty();
  }

  /** What to show of each, in the order sent. */
  public List<CertificateSummary> summaries() {
    return certificates.stream().map(CertificateSummary::of).toList();
  }
}
