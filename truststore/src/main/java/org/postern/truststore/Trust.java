package org.postern.truststore;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom our TLS connections trust. The snapshot of the moment it was made; immutable and thread
 * safe.
 *
 * <p>The check is the JDK's PKIX, and stricter: RSA keys under 2048 bits, a host named by the
 * common name only, and an ended certificate that is itself in the store are refused too. Host
 * names are checked on every socket and engine whose parameters ask for it, as {@link
 * #clientParameters} do. A refusal is an {@link UntrustedChainException} inside the {@code
 * SSLHandshakeException}.
 */
public final class Trust {

  private final Anchors anchors;
  private final StrictTrustManager manager;

  private Trust(Anchors anchors) {
    this.anchors = anchors;
    this.manager = new StrictTrustManager(anchors, new ChainExplainer(anchors, Clock.systemUTC()));
  }

  /** What the JDK trusts by itself. */
  public static Trust jdk() throws TrustStoreException {
    return of(jdkAnchors());
  }

  /** What the JDK trusts and our own store together; a store that does not exist adds nothing. */
  public static Trust jdkAnd(TrustStoreFile own) throws TrustStoreException {
    List<X509Certificate> all = new ArrayList<>(jdkAnchors());
    all.addAll(ownAnchors(own));
    return of(all);
  }

  /** Our own store alone; nobody at all while it is empty or does not exist. */
  public static Trust only(TrustStoreFile own) throws TrustStoreException {
    return of(ownAnchors(own));
  }

  /** A context for clients, made anew on each call. It has no key of its own to present. */
  public SSLContext sslContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /** TLS 1.3 and 1.2, host name checked: for every socket and engine made from the context. */
  public SSLParameters clientParameters() {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return parameters;
  }

  public X509ExtendedTrustManager trustManager() {
    return manager;
  }

  /** The trusted certificates, unmodifiable. */
  public Set<X509Certificate> certificates() {
    return anchors.certificates();
  }

  Anchors anchors() {
    return anchors;
  }

  private static Trust of(List<X509Certificate> certificates) throws TrustStoreException {
    try {
      return new Trust(Anchors.of(certificates));
    } catch (GeneralSecurityException e) {
      throw new TrustStoreException(
          "the JDK cannot make trust of certificates: " + e.getMessage(), e);
    }
  }

  private static List<X509Certificate> ownAnchors(TrustStoreFile own) throws TrustStoreException {
    return own.entries().stream().map(TrustedEntry::certificate).toList();
  }

  private static List<X509Certificate> jdkAnchors() throws TrustStoreException {
    try {
      return Anchors.ofJdk();
    } catch (GeneralSecurityException e) {
      throw new TrustStoreException(
          "the JDK's own trust cannot be read ("
              + e.getMessage()
              + "); check lib/security/cacerts of "
              + System.getProperty("java.home")
              + " and the system property javax.net.ssl.trustStore",
          e);
    }
  }
}
