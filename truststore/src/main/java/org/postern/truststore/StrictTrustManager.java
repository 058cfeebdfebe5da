package org.postern.truststore;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The JDK's check first, with the socket or engine handed on, since the JDK checks the host name
 * only there; then the rules that the JDK does not have. Says why in plain words.
 */
final class StrictTrustManager extends X509ExtendedTrustManager {

  private final Anchors anchors;
  private final ChainExplainer explainer;

  StrictTrustManager(Anchors anchors, ChainExplainer explainer) {
    this.anchors = anchors;
    this.explainer = explainer;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    Peer peer =
        socket instanceof SSLSocket ssl
            ? Peer.of(ssl.getHandshakeSession(), ssl.getSSLParameters())
            : Peer.UNKNOWN;
    check(chain, peer, pkix -> pkix.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    Peer peer = Peer.of(engine.getHandshakeSession(), engine.getSSLParameters());
    check(chain, peer, pkix -> pkix.checkServerTrusted(chain, authType, engine));
  }

  /** Without a socket or engine: no host name is checked, the chain alone. */
  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, Peer.UNKNOWN, pkix -> pkix.checkServerTrusted(chain, authType));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("this trust is for clients that check servers");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this trust is for clients that check servers");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this trust is for clients that check servers");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return anchors.certificates().toArray(X509Certificate[]::new);
  }

  private void check(X509Certificate[] chain, Peer peer, Check check) throws CertificateException {
    List<X509Certificate> sent = List.of(chain);
    Optional<X509ExtendedTrustManager> pkix = anchors.pkix();
    try {
      if (pkix.isEmpty()) {
        throw new CertificateException("no CA is trusted at all");
      }
      check.by(pkix.get());
    } catch (CertificateException refused) {
      UntrustedChainException explained =
          new UntrustedChainException(explainer.explainRefusal(sent, peer, refused));
      explained.initCause(refused);
      throw explained;
    }
    List<ChainProblem> problems = explainer.beyondTheJdk(sent, peer);
    if (!problems.isEmpty()) {
      throw new UntrustedChainException(problems);
    }
  }

  private interface Check {
    void by(X509ExtendedTrustManager pkix) throws CertificateException;
  }
}
