package org.postern.core.spi;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.postern.core.vitals.Ending;

/**
 * Whom TLS connections trust, and how to present a certificate of our own over the same trust.
 * Thread safe.
 */
public interface TlsTrust {

  /** For connections that present no certificate. */
  SSLContext context();

  /**
   * For connections that present a certificate (RFC 8705 section 2), trusting the same.
   *
   * @param keys at least one
   * @throws UnsupportedOperationException where the host application gave a ready-made {@link
   *     SSLContext}, to which no key can be added; the message says what to give instead
   */
  SSLContext presenting(List<KeyManager> keys);

  /** What of the trust ends at a known time, such as CA certificates that were imported. */
  default List<Ending> endings() {
    return List.of();
  }

  /** A ready-made context, from which {@link #presenting} cannot make another. */
  static TlsTrust of(SSLContext context) {
    return new TlsTrust() {
      @Override
      public SSLContext context() {
        return context;
      }

      @Override
      public SSLContext presenting(List<KeyManager> keys) {
        throw new UnsupportedOperationException(
            "no client certificate can be added to a ready-made SSLContext: open the mailer with"
                + " TlsTrust.of(trustManager)");
      }
    };
  }

  /** What this trust manager trusts. */
  static TlsTrust of(X509ExtendedTrustManager trustManager) {
    SSLContext plain = made(List.of(), trustManager);
    return new TlsTrust() {
      @Override
      public SSLContext context() {
        return plain;
      }

      @Override
      public SSLContext presenting(List<KeyManager> keys) {
        return made(keys, trustManager);
      }
    };
  }

  /** What the JDK trusts, as its system properties say. */
  static TlsTrust jdk() {
    try {
      SSLContext normal = SSLContext.getDefault();
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return new TlsTrust() {
        @Override
        public SSLContext context() {
          return normal;
        }

        @Override
        public SSLContext presenting(List<KeyManager> keys) {
          return made(keys, factory.getTrustManagers());
        }
      };
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException("the JDK's default trust store cannot be read", unusable);
    }
  }

  private static SSLContext made(List<KeyManager> keys, TrustManager... trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.toArray(KeyManager[]::new), trust, null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has TLS", impossible);
    }
  }
}
