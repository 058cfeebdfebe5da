package org.postern.core.internal.smtp;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Looks at the certificates that a server presents, so that a refusal can be explained: JSSE hides
 * them when its own check fails. Connects once more, believes nothing, breaks the handshake off
 * once the certificates have come, and says nothing else to the server.
 */
final class ChainProbe {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Route route;
  private final Watchdog watchdog;

  ChainProbe(Route route, Watchdog watchdog) {
    this.route = route;
    this.watchdog = watchdog;
  }

  /** The chain, the server's own certificate first; empty where it could not be seen. */
  List<X509Certificate> look() {
    AtomicReference<List<X509Certificate>> seen = new AtomicReference<>(List.of());
    try {
      SSLContext nothing = SSLContext.getInstance("TLS");
      nothing.init(null, new TrustManager[] {new Onlooker(seen)}, new SecureRandom());
      Route look = route.with(nothing, route.limits().atMost(PATIENCE));
      Tls tls = new Tls(look, List::of);
      new Greeter(look, watchdog, new DeadAddresses(), tls, Steps.UNHEARD).greet().close();
    } catch (SmtpFault | GeneralSecurityException expected) {
      return seen.get();
    }
    return seen.get();
  }

  /** Trusts nobody, and remembers whom. */
  private static final class Onlooker extends X509ExtendedTrustManager {

    private final AtomicReference<List<X509Certificate>> seen;

    private Onlooker(AtomicReference<List<X509Certificate>> seen) {
      this.seen = seen;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      seen.set(List.of(chain));
      throw new CertificateException("only looking");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("only looking");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
