package org.postern.auth.oauth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/** The file with the client's private key: read anew for each request. Thread safe. */
final class ClientKeyFile {

  private final Path file;
  private final Optional<Secret> password;
  private final Optional<Path> certificate;

  ClientKeyFile(Path file, Optional<Secret> password, Optional<Path> certificate) {
    this.file = file;
    this.password = password;
    this.certificate = certificate;
  }

  static ClientKeyFile of(SettingValues values) {
    return new ClientKeyFile(
        values.get(ClientKeys.KEY_FILE),
        values.find(ClientKeys.KEY_PASSWORD),
        values.find(ClientKeys.CERTIFICATE_FILE));
  }

  /**
   * A private key with its certificates.
   *
   * @param chain the client's own first; empty where there is none
   */
  record ClientKey(PrivateKey key, List<X509Certificate> chain) {

    /** Whether it is the key that its certificate is for; there must be one. */
    boolean fits() throws GeneralSecurityException {
      PublicKey certified = chain.get(0).getPublicKey();
      if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
        return false;
      }
      String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
      byte[] sample = {1, 2, 3};
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(sample);
      Signature checking = Signature.getInstance(algorithm);
      checking.initVerify(certified);
      checking.update(sample);
      return checking.verify(signing.sign());
    }
  }

  ClientKey read() throws AuthException {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return isStore(bytes) ? fromStore(bytes) : fromPem(bytes);
    } catch (IOException unreadable) {
      throw refused(file + " cannot be read; check the name and its rights", unreadable);
    } catch (GeneralSecurityException unusable) {
      throw refused(
          file
              + " cannot be used: "
              + unusable.getMessage()
              + "; check postern.oauth.key.password and the file",
          unusable);
    }
  }

  private ClientKey fromPem(byte[] bytes) throws IOException, GeneralSecurityException {
    PrivateKey key =
        PemKey.read(new String(bytes, java.nio.charset.StandardCharsets.US_ASCII), password);
    if (certificate.isEmpty()) {
      return new ClientKey(key, List.of());
    }
    return new ClientKey(key, chain(certificate.get()));
  }

  private static List<X509Certificate> chain(Path file) throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!chain.isEmpty()) {
        return chain;
      }
    } catch (IOException unreadable) {
      throw new GeneralSecurityException(
          "the file of its certificate, " + file + ", cannot be read", unreadable);
    } catch (CertificateException none) {
      throw new GeneralSecurityException(file + " holds no certificate in PEM", none);
    }
    throw new GeneralSecurityException(file + " holds no certificate in PEM");
  }

  /** A PKCS#12 store is DER: it begins with a SEQUENCE, which no text does. */
  static boolean isStore(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == 0x30;
  }

  /** Whether this store opens only with a password. */
  static boolean storeIsLocked(byte[] bytes) {
    try {
      KeyStore.getInstance("PKCS12").load(new ByteArrayInputStream(bytes), new char[0]);
      return false;
    } catch (IOException | GeneralSecurityException refused) {
      return refused.getCause() instanceof UnrecoverableKeyException;
    }
  }

  private ClientKey fromStore(byte[] bytes) throws IOException, GeneralSecurityException {
    char[] secret = password.map(given -> given.reveal().toCharArray()).orElse(new char[0]);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(new ByteArrayInputStream(bytes), secret);
    } catch (IOException wrong) {
      throw new GeneralSecurityException("it is no PKCS#12 store, or its password is wrong", wrong);
    }
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias) && store.getKey(alias, secret) instanceof PrivateKey key) {
        return new ClientKey(key, chain(store.getCertificateChain(alias)));
      }
    }
    throw new GeneralSecurityException("the store holds no private key");
  }

  private static List<X509Certificate> chain(Certificate[] certificates) {
    return certificates == null
        ? List.of()
        : List.of(certificates).stream().map(X509Certificate.class::cast).toList();
  }

  private static AuthException refused(String what, Exception cause) {
    return AuthException.permanent("the client's key " + what, cause);
  }
}
