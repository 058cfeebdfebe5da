package org.postern.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A throw-away certificate authority: a root, an intermediate below it, and whatever server
 * identities are asked for. Keys live in memory only and are new each time. Thread safe.
 *
 * <pre>{@code
 * TestCa ca = TestCa.create();
 * ServerIdentity good = ca.localhost();
 * ServerIdentity expired = ca.issue("localhost").expired().build();
 * SSLContext client = ca.trustingContext();
 * }</pre>
 */
public final class TestCa {

  private final KeyPair intermediateKeys;
  private final X509Certificate root;
  private final X509Certificate intermediate;

  private TestCa(String name) {
    Instant now = Instant.now();
    KeyPair rootKeys = Certificates.ecKeys();
    String rootName = "CN=" + name + " Root CA,O=Postern testkit";
    String intermediateName = "CN=" + name + " Intermediate CA,O=Postern testkit";
    Instant from = now.minus(Duration.ofDays(60));
    Instant until = now.plus(Duration.ofDays(365));
    intermediateKeys = Certificates.ecKeys();
    root = Certificates.ca(rootName, rootKeys.getPublic(), rootName, rootKeys, from, until);
    intermediate =
        Certificates.ca(
            intermediateName, intermediateKeys.getPublic(), rootName, rootKeys, from, until);
  }

  /** A fresh authority named "Test". */
  public static TestCa create() {
    return create("Test");
  }

  /** A fresh authority; {@code name} stands in the subjects of its certificates. */
  public static TestCa create(String name) {
    return new TestCa(name);
  }

  /**
   * Starts a server identity signed by the intermediate.
   *
   * @param names DNS names and IP addresses for the subject alternative name; the first DNS name is
   *     the common name too
   */
  public ServerIdentity.Builder issue(String... names) {
    return new ServerIdentity.Builder(intermediate, intermediateKeys, names);
  }

  /** A good identity for {@code localhost}, {@code 127.0.0.1} and {@code ::1}. */
  public ServerIdentity localhost() {
    return issue("localhost", "127.0.0.1", "::1").build();
  }

  /** The self-signed root. */
  public X509Certificate root() {
    return root;
  }

  /** The CA that signs the identities, itself signed by the root. */
  public X509Certificate intermediate() {
    return intermediate;
  }

  /** For clients: trusts this root and nothing else. */
  public SSLContext trustingContext() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("root", root);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("this JDK cannot make a trust store", impossible);
    }
  }

  /** Writes the root as PEM; a file that exists is replaced. */
  public Path writeRootPem(Path file) throws IOException {
    return Files.writeString(file, Certificates.pem(root));
  }

  /** Writes the intermediate as PEM; a file that exists is replaced. */
  public Path writeIntermediatePem(Path file) throws IOException {
    return Files.writeString(file, Certificates.pem(intermediate));
  }
}
