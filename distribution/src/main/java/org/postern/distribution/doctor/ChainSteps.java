package org.postern.distribution.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.core.examination.Finding;
import org.postern.core.examination.TlsPeer;
import org.postern.truststore.CertificateSummary;
import org.postern.truststore.ChainFetchException;
import org.postern.truststore.ChainFetcher;
import org.postern.truststore.FetchMode;
import org.postern.truststore.FetchedChain;
import org.postern.truststore.Trust;
import org.postern.truststore.TrustStoreException;
import org.postern.truststore.TrustStoreFile;

/** Shows the certificates of a server that is not trusted, which one is missing, and what to do. */
final class ChainSteps {

  private final TrustStoreFile store;
  private final Duration patience;

  ChainSteps(TrustStoreFile store, Duration patience) {
    this.store = store;
    this.patience = patience;
  }

  /** Looks at the server once more, and adds what it sees. */
  void explain(Finding fault, TlsPeer peer, Bench bench) {
    try {
      Trust trust = store.exists() ? Trust.jdkAnd(store) : Trust.jdk();
      FetchedChain chain =
          new ChainFetcher(trust, Clock.systemUTC(), patience)
              .fetch(
                  peer.host(),
                  peer.port(),
                  peer.startTls() ? FetchMode.STARTTLS : FetchMode.IMPLICIT);
      List<String> lines = new ArrayList<>(fault.details());
      chain.summaries().forEach(one -> lines.addAll(shown(one)));
      Optional<CertificateSummary> missing = missing(chain);
      missing.ifPresent(one -> lines.addAll(command(one, peer)));
      if (missing.isEmpty()) {
        lines.addAll(absent(chain));
      }
      bench.found(
          fault.with(lines), missing.map(one -> new Fix.Import(peer, one.subject(), one.sha256())));
    } catch (TrustStoreException | ChainFetchException | IllegalArgumentException unseen) {
      bench.found(fault);
    }
  }

  /** What can be imported of what the server sends. */
  static Optional<CertificateSummary> missing(FetchedChain chain) {
    return chain.importable().or(chain::selfSignedServer).map(CertificateSummary::of);
  }

  private static List<String> shown(CertificateSummary one) {
    return List.of(
        one.subject() + ", issued by " + one.issuer(),
        "valid "
            + one.notBefore().atZone(ZoneOffset.UTC).toLocalDate()
            + " to "
            + one.notAfter().atZone(ZoneOffset.UTC).toLocalDate()
            + (one.ca() ? ", CA" : ""),
        "SHA-256 " + one.sha256());
  }

  private static List<String> command(CertificateSummary missing, TlsPeer peer) {
    return List.of(
        "missing here: " + missing.subject(),
        "its SHA-256: " + missing.sha256(),
        "Compare that with what the server's administrator tells you, then run:",
        "postern truststore fetch "
            + (peer.host().contains(":") ? "[" + peer.host() + "]" : peer.host())
            + ":"
            + peer.port()
            + (peer.startTls() ? " --starttls" : " --implicit"));
  }

  private static List<String> absent(FetchedChain chain) {
    return chain
        .missingLink()
        .map(
            name ->
                Stream.concat(
                        Stream.of("missing here, and not sent: " + name),
                        Stream.concat(
                            chain.caIssuersUrl().stream().map(url -> "to be had at: " + url),
                            Stream.of("postern truststore import FILE")))
                    .toList())
        .orElse(List.of());
  }
}
