package org.postern.auth.oauth;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.postern.core.spi.AuthException;

/** The certificate that the client shows to the token endpoint (RFC 8705). Thread safe. */
final class ClientCertificate {

  private final ClientKeyFile file;

  ClientCertificate(ClientKeyFile file) {
    this.file = file;
  }

  /** Key and certificate as they are in their files now, found fit for use. */
  KeyManager keys() throws AuthException {
    ClientKeyFile.ClientKey client = file.read();
    if (client.chain().isEmpty()) {
      throw refused(
          "has no certificate; set postern.oauth.certificate.file, or use a PKCS#12 file");
    }
    X509Certificate own = client.chain().get(0);
    Instant now = Instant.now();
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw refused(
          "has a certificate that ended at "
              + own.getNotAfter().toInstant()
              + "; have it issued anew, and let the authorization server know the new one");
    }
    try {
      if (!client.fits()) {
        throw refused(
            "does not fit its certificate; postern.oauth.key.file and"
                + " postern.oauth.certificate.file must belong together");
      }
      return manager(client);
    } catch (GeneralSecurityException | IOException unusable) {
      throw AuthException.permanent(
          "the client's key and certificate cannot be used in TLS: " + unusable.getMessage(),
          unusable);
    }
  }

  private static KeyManager manager(ClientKeyFile.ClientKey client)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "client", client.key(), new char[0], client.chain().toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers()[0];
  }

  private static AuthException refused(String what) {
    return AuthException.permanent("the client's key " + what, null);
  }
}
