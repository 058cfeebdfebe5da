package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestCaTest {

  private static final TestCa CA = TestCa.create();

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "::1"})
  void clientThatTrustsTheRootConnectsByNameAndAddress(String host) throws Exception {
    assertThat(handshake(CA.localhost(), CA.trustingContext(), host)).hasSize(2);
  }

  @Test
  void rsaIdentityWorksToo() throws Exception {
    ServerIdentity identity = CA.issue("localhost").rsa().build();

    assertThat(handshake(identity, CA.trustingContext(), "localhost").get(0))
        .isEqualTo(identity.certificate());
  }

  @Test
  void clientOfAnotherRootRefuses() {
    refused(CA.localhost(), TestCa.create("Other").trustingContext());
  }

  @Test
  void everyFaultyIdentityIsRefusedByTheJdksOwnChecks() {
    List.of(
            CA.issue("localhost").expired(),
            CA.issue("localhost").notYetValid(),
            CA.issue("mail.example.org"),
            CA.issue("localhost").clientOnlyEku(),
            CA.issue("localhost").selfSigned(),
            CA.issue("localhost").withoutIntermediate())
        .forEach(faulty -> refused(faulty.build(), CA.trustingContext()));
  }

  @Test
  void faultsShowInTheCertificate() throws Exception {
    X509Certificate expired = CA.issue("localhost").expired().build().certificate();
    X509Certificate early = CA.issue("localhost").notYetValid().build().certificate();
    X509Certificate weak = CA.issue("localhost").weakKey().build().certificate();
    X509Certificate named = CA.issue("localhost").commonNameOnly().build().certificate();
    X509Certificate client = CA.issue("localhost").clientOnlyEku().build().certificate();

    assertThatThrownBy(expired::checkValidity).isInstanceOf(CertificateExpiredException.class);
    assertThatThrownBy(early::checkValidity).isInstanceOf(CertificateNotYetValidException.class);
    assertThat(((RSAPublicKey) weak.getPublicKey()).getModulus().bitLength()).isEqualTo(1024);
    assertThat(named.getSubjectAlternativeNames()).isNull();
    assertThat(named.getSubjectX500Principal().getName()).contains("CN=localhost");
    assertThat(client.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
  }

  @Test
  void pemFilesHoldTheChainAndTheKey(@TempDir Path folder) throws Exception {
    ServerIdentity identity = CA.localhost();

    assertThat(read(CA.writeRootPem(folder.resolve("root.pem")))).containsExactly(CA.root());
    assertThat(read(CA.writeIntermediatePem(folder.resolve("int.pem"))))
        .containsExactly(CA.intermediate());
    assertThat(read(identity.writeChainPem(folder.resolve("chain.pem"))))
        .containsExactlyElementsOf(identity.chain());
    assertThat(identity.writeKeyPem(folder.resolve("key.pem")))
        .content()
        .startsWith("-----BEGIN PRIVATE KEY-----\n");
  }

  private static List<Certificate> handshake(
      ServerIdentity identity, SSLContext client, String host) throws IOException {
    try (LoopbackServer server =
            new LoopbackServer(
                "tls",
                List.of("127.0.0.1", "::1"),
                socket -> ServerTls.over(socket, identity).startHandshake());
        Socket tcp = new Socket(host, server.port());
        SSLSocket tls =
            (SSLSocket) client.getSocketFactory().createSocket(tcp, host, server.port(), true)) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      return List.of(tls.getSession().getPeerCertificates());
    }
  }

  private static void refused(ServerIdentity identity, SSLContext client) {
    assertThatThrownBy(() -> handshake(identity, client, "localhost"))
        .isInstanceOf(SSLException.class);
  }

  private static List<Certificate> read(Path pem) throws Exception {
    return List.copyOf(
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(pem))));
  }
}
