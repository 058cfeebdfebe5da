package org.postern.distribution.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.TestCa;

/**
 * The certificates of the stack: one root, one intermediate CA, and a server's good and bad ones.
 */
final class LabCertificates {

  private final Path dir;
  private final TestCa ca = TestCa.create("Lab");
  private final ServerIdentity ec = ca.issue("postern-ec").build();
  private final ServerIdentity mutual = ca.issue("postern-mtls").rsa().clientOnlyEku().build();
  private final ServerIdentity client = ca.issue("postern-jwt").rsa().build();

  LabCertificates(Path dir) throws IOException {
    this.dir = dir;
    ca.writeRootPem(dir.resolve("root.pem"));
    ca.writeIntermediatePem(dir.resolve("intermediate.pem"));
    ServerIdentity server = server().build();
    server.writeChainPem(chainFile());
    server.writeKeyPem(keyFile());
    forPostfix("server.pem", server);
    forPostfix("leaf-only.pem", server().withoutIntermediate().build());
    forPostfix("wrong-host.pem", ca.issue("other.example.com").rsa().build());
    forPostfix("expired.pem", server().expired().build());
  }

  /** The root's certificate, as an administrator gets it. */
  Path rootFile() {
    return dir.resolve("root.pem");
  }

  Path intermediateFile() {
    return dir.resolve("intermediate.pem");
  }

  Path chainFile() {
    return dir.resolve("server-chain.pem");
  }

  Path keyFile() {
    return dir.resolve("server-key.pem");
  }

  /** The certificate of the client that has a key instead of a secret, in Base64. */
  String clientCertificate() {
    return base64(client);
  }

  /** As {@link #clientCertificate}, of the one with an EC key. */
  String ecCertificate() {
    return base64(ec);
  }

  private static String base64(ServerIdentity identity) {
    try {
      return Base64.getEncoder().encodeToString(identity.certificate().getEncoded());
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** That client's key and certificate, as an administrator puts them beside the settings. */
  void writeClient(Path conf) throws IOException {
    Files.setPosixFilePermissions(
        client.writeKeyPem(conf.resolve("client-key.pem")),
        PosixFilePermissions.fromString("rw-------"));
    client.writeChainPem(conf.resolve("client-cert.pem"));
  }

  /** As {@link #writeClient}, of the one with an EC key. */
  void writeEcClient(Path conf) throws IOException {
    ec.writeKeyPem(conf.resolve("client-key.pem"));
    ec.writeChainPem(conf.resolve("client-cert.pem"));
  }

  /** Key and certificate of the client that shows its certificate in TLS. */
  void writeMutualClient(Path conf) throws IOException {
    mutual.writeKeyPem(conf.resolve("client-key.pem"));
    mutual.writeChainPem(conf.resolve("client-cert.pem"));
  }

  SSLContext trustingRoot() {
    return ca.trustingContext();
  }

  private ServerIdentity.Builder server() {
    return ca.issue("localhost", "127.0.0.1", "smtp.lab.test").rsa();
  }

  /** Postfix wants the key first, then the leaf, then what follows, in one file. */
  private void forPostfix(String name, ServerIdentity identity) throws IOException {
    Path key = identity.writeKeyPem(dir.resolve(name + ".key"));
    Path chain = identity.writeChainPem(dir.resolve(name + ".chain"));
    Files.writeString(
        dir.resolve(name), Files.readString(key, US_ASCII) + Files.readString(chain, US_ASCII));
  }
}
