package org.postern.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * The key and the certificate chain that a server shows, good or with a fault made on purpose.
 * Immutable.
 */
public final class ServerIdentity {

  private static final char[] PASSWORD = "testkit".toCharArray();

  private final PrivateKey key;
  private final List<X509Certificate> chain;

  private ServerIdentity(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  /** The server's own certificate. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** What the server sends, leaf first; without the root. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** The private key of {@link #certificate()}. */
  public PrivateKey privateKey() {
    return key;
  }

  /** For servers: shows this identity, asks clients for none. */
  public SSLContext serverContext() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, PASSWORD, chain.toArray(new Certificate[0]));
      keys.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("this JDK cannot make a key store", impossible);
    }
  }

  /** Writes the chain as PEM, leaf first; a file that exists is replaced. */
  public Path writeChainPem(Path file) throws IOException {
    return Files.writeString(
        file, chain.stream().map(Certificates::pem).collect(Collectors.joining()));
  }

  /** Writes the private key as PEM (PKCS #8, in clear); a file that exists is replaced. */
  public Path writeKeyPem(Path file) throws IOException {
    return Files.writeString(file, Certificates.pem(key));
  }

  /** The subject of the certificate. */
  @Override
  public String toString() {
    return certificate().getSubjectX500Principal().getName();
  }

  /**
   * Describes an identity; each method but {@link #build} adds one fault or property. Not thread
   * safe.
   */
  public static final class Builder {

    private final X509Certificate intermediate;
    private final KeyPair intermediateKeys;
    private final List<String> names;
    private Instant from = Instant.now().minus(Duration.ofHours(1));
    private Instant until = Instant.now().plus(Duration.ofDays(30));
    private KeyPurposeId purpose = KeyPurposeId.id_kp_serverAuth;
    private int rsaBits;
    private boolean alternativeNames = true;
    private boolean selfSigned;
    private boolean leafOnly;

    Builder(X509Certificate intermediate, KeyPair intermediateKeys, String... names) {
      this.intermediate = intermediate;
      this.intermediateKeys = intermediateKeys;
      this.names = List.of(names);
      if (this.names.isEmpty()) {
        throw new IllegalArgumentException("a server identity needs at least one name");
      }
    }

    /** Ended yesterday. */
    public Builder expired() {
      return valid(
          Instant.now().minus(Duration.ofDays(30)), Instant.now().minus(Duration.ofDays(1)));
    }

    /** Begins tomorrow. */
    public Builder notYetValid() {
      return valid(Instant.now().plus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(30)));
    }

    /** Valid between these two, to the second. */
    public Builder valid(Instant from, Instant until) {
      this.from = from;
      this.until = until;
      return this;
    }

    /** Good for TLS clients, not for servers (extended key usage). */
    public Builder clientOnlyEku() {
      purpose = KeyPurposeId.id_kp_clientAuth;
      return this;
    }

    /** The name stands in the common name only, as RFC 6125 no longer allows. */
    public Builder commonNameOnly() {
      alternativeNames = false;
      return this;
    }

    /** An RSA key of 2,048 bits instead of EC P-256. */
    public Builder rsa() {
      rsaBits = 2048;
      return this;
    }

    /** An RSA key of 1,024 bits. */
    public Builder weakKey() {
      rsaBits = 1024;
      return this;
    }

    /** Signed by its own key instead of by the intermediate. */
    public Builder selfSigned() {
      selfSigned = true;
      return this;
    }

    /** The server sends its own certificate and leaves the intermediate out. */
    public Builder withoutIntermediate() {
      leafOnly = true;
      return this;
    }

    /** Makes the key and the certificate. */
    public ServerIdentity build() {
      KeyPair keys = rsaBits == 0 ? Certificates.ecKeys() : Certificates.rsaKeys(rsaBits);
      String subject = "CN=" + names.get(0) + ",O=Postern testkit";
      String issuer = selfSigned ? subject : intermediate.getSubjectX500Principal().getName();
      X509Certificate leaf =
          Certificates.server(
              subject,
              keys.getPublic(),
              issuer,
              selfSigned ? keys : intermediateKeys,
              from,
              until,
              alternativeNames ? names.stream().map(Builder::generalName).toList() : List.of(),
              purpose);
      List<X509Certificate> chain =
          selfSigned || leafOnly ? List.of(leaf) : List.of(leaf, intermediate);
      return new ServerIdentity(keys.getPrivate(), chain);
    }

    private static GeneralName generalName(String name) {
      boolean address = name.contains(":") || name.matches("[0-9.]+");
      return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }
  }
}
