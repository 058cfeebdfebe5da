package org.postern.relay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.postern.core.settings.Secret;

/**
 * The relay's certificate and key, read from PEM or PKCS#12.
 *
 * @param context for TLS as a server
 * @param own the certificate itself
 */
record ServerCertificate(SSLContext context, X509Certificate own) {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /**
   * For TLS as a server.
   *
   * @param key a PEM file; empty where {@code certificate} is a PKCS#12, or holds the key too
   * @throws IllegalArgumentException with a message of the form "file …; remedy"
   */
  static ServerCertificate read(Path certificate, Optional<Path> key, Optional<Secret> password) {
    char[] inMemory = password.map(Secret::reveal).orElse("").toCharArray();
    try {
      byte[] bytes = bytes(certificate);
      boolean pem = new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN");
      KeyStore store =
          pem
              ? fromPem(certificate, bytes, key.orElse(certificate))
              : fromPkcs12(certificate, bytes, inMemory);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, pem ? new char[0] : inMemory);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return new ServerCertificate(context, own(store));
    } catch (GeneralSecurityException unfit) {
      throw new IllegalArgumentException(
          certificate
              + " and its key cannot be used: "
              + unfit.getMessage()
              + "; check that they"
              + " belong together",
          unfit);
    }
  }

  /** Both ways of reading leave a store with a key in it. */
  private static X509Certificate own(KeyStore store) throws GeneralSecurityException {
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate own) {
        return own;
      }
    }
    throw new GeneralSecurityException("there is no certificate with the key");
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          file + " cannot be read: " + unreadable + "; check its name and rights", unreadable);
    }
  }

  private static KeyStore fromPkcs12(Path file, byte[] bytes, char[] password)
      throws GeneralSecurityException {
    try (InputStream in = new ByteArrayInputStream(bytes)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          return store;
        }
      }
      throw new IllegalArgumentException(
          file + " holds no private key; export it with its key (openssl pkcs12 -export)");
    } catch (IOException wrong) {
      throw new IllegalArgumentException(
          file
              + " is neither PEM nor a PKCS#12 that opens with "
              + ListenerKeys.CERTIFICATE_PASSWORD
              + "; check both",
          wrong);
    }
  }

  private static KeyStore fromPem(Path file, byte[] bytes, Path keyFile)
      throws GeneralSecurityException {
    try (InputStream in = new ByteArrayInputStream(certificates(bytes))) {
      List<Certificate> chain =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (chain.isEmpty()) {
        throw new IllegalArgumentException(
            file + " holds no certificate; give the file with the chain");
      }
      PublicKey known = chain.get(0).getPublicKey();
      PrivateKey key = key(keyFile, known.getAlgorithm());
      if (!belong(known, key)) {
        throw new IllegalArgumentException(
            keyFile + " is not the key of the first certificate in " + file + "; give its own key");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("relay", key, new char[0], chain.toArray(Certificate[]::new));
      return store;
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          file + " cannot be read: " + unreadable + "; check it", unreadable);
    }
  }

  /** The JDK would notice only in the first handshake. */
  private static boolean belong(PublicKey known, PrivateKey key) throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    byte[] signed = signature.sign();
    signature.initVerify(known);
    return signature.verify(signed);
  }

  /** The certificates alone: a file may hold the key too. */
  private static byte[] certificates(byte[] pem) {
    Matcher one =
        Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----")
            .matcher(new String(pem, StandardCharsets.ISO_8859_1));
    StringBuilder all = new StringBuilder();
    while (one.find()) {
      all.append(one.group()).append('\n');
    }
    return all.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static PrivateKey key(Path file, String algorithm) throws GeneralSecurityException {
    Matcher pem = KEY.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw new IllegalArgumentException(
          file
              + " holds no key in PKCS#8 without a password (BEGIN PRIVATE KEY); convert it:"
              + " openssl pkcs8 -topk8 -nocrypt -in old.pem -out new.pem");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (InvalidKeySpecException other) {
      throw new IllegalArgumentException(
          file + " is no " + algorithm + " key, but the certificate is for one; give its own key",
          other);
    }
  }
}
