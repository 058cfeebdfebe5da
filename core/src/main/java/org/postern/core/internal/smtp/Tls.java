package org.postern.core.internal.smtp;

import java.io.IOException;
import java.net.IDN;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.postern.core.smtp.Stage;

/**
 * Lays TLS over a connection: 1.2 or 1.3, the certificate checked against the host name always (RFC
 * 6125 by JSSE's "HTTPS" rules, and more strictly where those still take a bare common name or a
 * 1024-bit key).
 */
final class Tls {

  private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

  private final Route route;
  private final Supplier<List<X509Certificate>> presented;

  /**
   * @param presented looks at what the server presents, asked only after a certificate was refused
   */
  Tls(Route route, Supplier<List<X509Certificate>> presented) {
    this.route = route;
    this.presented = presented;
  }

  /**
   * Does the handshake and the checks.
   *
   * @throws SmtpFault {@link Stage#TLS}: a certificate at fault holds the route, all else is tried
   *     again
   */
  SSLSession secure(Wire wire) throws SmtpFault {
    boolean secure = false;
    try {
      SSLSocket tls =
          (SSLSocket)
              route
                  .trust()
                  .getSocketFactory()
                  .createSocket(wire.tcp(), asciiHost(), route.port(), true);
      tls.setSSLParameters(parameters(tls));
      wire.shakeHands(tls, route.limits().tls());
      List<X509Certificate> chain = certificates(tls.getSession());
      String weakness = CertificateFaults.weakness(chain);
      if (!weakness.isEmpty()) {
        throw SmtpFault.ours(Stage.TLS, Verdict.HOLD, Explain.at(Stage.TLS, route) + weakness);
      }
      wire.secured(tls);
      secure = true;
      return tls.getSession();
    } catch (LinkException link) {
      throw fault(link);
    } catch (IOException e) {
      throw fault(new LinkException(LinkException.Kind.CLOSED, "TLS cannot be started", e));
    } finally {
      if (!secure) {
        wire.close(); // nothing more in clear, not even QUIT
      }
    }
  }

  /** {@code TLSv1.3, TLS_AES_256_GCM_SHA384, certificate of … issued by …, valid until …}. */
  static String describe(SSLSession session) {
    X509Certificate leaf = certificates(session).get(0);
    return session.getProtocol()
        + ", "
        + session.getCipherSuite()
        + ", certificate of "
        + CertificateFaults.name(leaf.getSubjectX500Principal())
        + " issued by "
        + CertificateFaults.name(leaf.getIssuerX500Principal())
        + ", valid until "
        + leaf.getNotAfter().toInstant();
  }

  private SSLParameters parameters(SSLSocket tls) {
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    List<String> supported = Arrays.asList(tls.getSupportedProtocols());
    parameters.setProtocols(VERSIONS.stream().filter(supported::contains).toArray(String[]::new));
    serverName().ifPresent(name -> parameters.setServerNames(List.of(name)));
    return parameters;
  }

  private SmtpFault fault(LinkException link) {
    if (CertificateFaults.isOne(link)) {
      return SmtpFault.ours(
          Stage.TLS,
          Verdict.HOLD,
          Explain.at(Stage.TLS, route)
              + CertificateFaults.explain(link, presented.get(), route.bareHost()));
    }
    return SmtpFault.lost(
        Stage.TLS, link, route, Verdict.RETRY.advising(HandshakeFaults.advice(link, route.tls())));
  }

  /** Empty for an address, and for a name (with an underscore) that SNI cannot carry. */
  private Optional<SNIServerName> serverName() {
    try {
      return addressLiteral(asciiHost())
          ? Optional.empty()
          : Optional.of(new SNIHostName(asciiHost()));
    } catch (IllegalArgumentException unfit) {
      return Optional.empty();
    }
  }

  private String asciiHost() {
    String host = route.bareHost();
    return addressLiteral(host) ? host : IDN.toASCII(host);
  }

  // a host name has a letter in its last label, an IPv4 address has none, IPv6 has a colon
  private static boolean addressLiteral(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }

  /** What the server presented, its own certificate first. */
  static List<X509Certificate> certificates(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException anonymous) {
      // no cipher without a certificate is enabled
      throw new IllegalStateException("TLS without a server certificate", anonymous);
    }
  }
}
