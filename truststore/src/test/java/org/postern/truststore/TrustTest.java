package org.postern.truststore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrustTest {

  private static final Cert ROOT = Cert.root("Example Root CA");
  private static final Cert INTER = ROOT.intermediate("Example Issuing CA");
  private static final String HOST = "mail.example.com";

  @TempDir Path folder;

  @Test
  void chainOfAnImportedRootIsTrusted() throws Exception {
    Trust trust = trusting(ROOT);
    try (LoopbackServer server = LoopbackServer.implicit(INTER.server())) {
      assertThat(handshake(trust, server, HOST)).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void tls12WorksToo() throws Exception {
    Cert cert = INTER.server();
    try (LoopbackServer server =
        LoopbackServer.implicit(cert.keys().getPrivate(), cert.chain(), "TLSv1.2")) {
      assertThat(handshake(trusting(ROOT), server, HOST)).isEqualTo("TLSv1.2");
    }
  }

  @Test
  void intermediateAloneIsAnAnchorForAServerThatSendsItsLeafAlone() throws Exception {
    Cert cert = INTER.server();
    try (LoopbackServer server =
        LoopbackServer.implicit(cert.keys().getPrivate(), List.of(cert.x509()))) {
      assertThat(handshake(trusting(INTER), server, HOST)).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void rootAndIntermediateImportedHealAServerThatSendsItsLeafAlone() throws Exception {
    Cert cert = INTER.server();
    try (LoopbackServer server =
        LoopbackServer.implicit(cert.keys().getPrivate(), List.of(cert.x509()))) {
      assertThat(handshake(trusting(ROOT, INTER), server, HOST)).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void addressOfTheServerMayBeNamedByTheCertificate() throws Exception {
    try (LoopbackServer server = LoopbackServer.implicit(INTER.server())) {
      assertThat(handshake(trusting(ROOT), server, "127.0.0.1")).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void importedLeafIsTrustedForItself() throws Exception {
    Cert alone = Cert.named("CN=mail.example.com").dns(HOST).make();
    try (LoopbackServer server = LoopbackServer.implicit(alone)) {
      assertThat(handshake(trusting(alone), server, HOST)).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void importedLeafIsStillCheckedForItsHost() throws Exception {
    Cert alone = Cert.named("CN=mail.example.com").dns(HOST).make();
    assertThat(refusal(trusting(alone), alone, "other.example.com"))
        .extracting(ChainProblem::fault)
        .containsExactly(ChainFault.WRONG_HOST);
  }

  @Test
  void importedLeafThatHasEndedIsRefused() throws Exception {
    Cert alone = Cert.named("CN=mail.example.com").dns(HOST).expired().make();
    assertThat(refusal(trusting(alone), alone, HOST))
        .extracting(ChainProblem::fault)
        .containsExactly(ChainFault.EXPIRED);
  }

  static Stream<Arguments> faults() {
    Cert weakRoot = Cert.named("CN=Weak Root").ca().rsa(1024).make();
    return Stream.of(
        Arguments.of("unknown root", ChainFault.UNKNOWN_ROOT, Cert.root("Stranger").server()),
        Arguments.of(
            "unknown root behind an intermediate",
            ChainFault.UNKNOWN_ROOT,
            Cert.root("Stranger").intermediate("Strange Issuer").server()),
        Arguments.of(
            "root of the same name and another key",
            ChainFault.UNKNOWN_ROOT,
            Cert.root("Example Root CA").server()),
        Arguments.of(
            "self-signed",
            ChainFault.SELF_SIGNED,
            Cert.named("CN=mail.example.com").dns(HOST).make()),
        Arguments.of("expired", ChainFault.EXPIRED, INTER.server(HOST).expired().make()),
        Arguments.of("not yet", ChainFault.NOT_YET_VALID, INTER.server(HOST).future().make()),
        Arguments.of(
            "expired intermediate",
            ChainFault.EXPIRED,
            Cert.named("CN=Old Issuer").ca().by(ROOT).expired().make().server()),
        Arguments.of("wrong host", ChainFault.WRONG_HOST, INTER.server("www.example.org").make()),
        Arguments.of(
            "client only",
            ChainFault.NOT_FOR_SERVERS,
            INTER.server(HOST).use(KeyPurposeId.id_kp_clientAuth).make()),
        Arguments.of(
            "common name only", ChainFault.COMMON_NAME_ONLY, INTER.server(HOST).noNames().make()),
        Arguments.of("RSA 1024", ChainFault.WEAK, INTER.server(HOST).rsa(1024).make()),
        Arguments.of(
            "intermediate that is no CA",
            ChainFault.REFUSED,
            Cert.named("CN=no CA").by(ROOT).make().server()),
        Arguments.of("RSA 1024 under an unknown root", ChainFault.WEAK, weakRoot.server()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void faultyChainIsRefusedInTheHandshakeWithItsCauseAndARemedy(
      String name, ChainFault fault, Cert cert) throws Exception {
    List<ChainProblem> problems = refusal(trusting(ROOT), cert, HOST);

    assertThat(problems).extracting(ChainProblem::fault).contains(fault);
    assertThat(problems)
        .allSatisfy(
            problem -> {
              assertThat(problem.text()).contains(HOST);
              assertThat(problem.remedy()).isNotBlank();
              assertThat(problem.certificate()).isPresent();
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void explainerFindsTheSameWithoutAHandshake(String name, ChainFault fault, Cert cert)
      throws Exception {
    ChainExplainer explainer = new ChainExplainer(trusting(ROOT), Clock.systemUTC());
    assertThat(explainer.explain(cert.chain(), HOST, 587))
        .extracting(ChainProblem::fault)
        .contains(fault);
  }

  @Test
  void leafWithoutItsIntermediateNamesTheMissingIssuer() throws Exception {
    Cert cert = INTER.server(HOST).caIssuers("http://pki.example.com/issuing.crt").make();
    try (LoopbackServer server =
        LoopbackServer.implicit(cert.keys().getPrivate(), List.of(cert.x509()))) {
      ChainProblem problem = refusal(trusting(ROOT), server, HOST).get(0);
      assertThat(problem.fault()).isEqualTo(ChainFault.MISSING_INTERMEDIATE);
      assertThat(problem.text()).contains("CN=Example Issuing CA");
      assertThat(problem.remedy())
          .contains("postern truststore import FILE")
          .contains("http://pki.example.com/issuing.crt");
    }
  }

  @Test
  void refusalReachesTheCallerAsTheCauseOfTheHandshakeException() throws Exception {
    Cert stranger = Cert.root("Stranger");
    Cert cert = stranger.server();
    try (LoopbackServer server = LoopbackServer.implicit(cert)) {
      assertThatThrownBy(() -> handshake(trusting(ROOT), server, HOST))
          .isInstanceOf(SSLHandshakeException.class)
          .cause()
          .isInstanceOf(UntrustedChainException.class)
          .hasMessageContaining(HOST + ":" + server.port())
          .hasMessageContaining("CN=Stranger")
          .hasMessageContaining(Fingerprint.sha256(stranger.x509()))
          .hasMessageContaining("postern truststore fetch " + HOST + ":" + server.port())
          .hasMessageContaining("postern truststore import FILE");
    }
  }

  @Test
  void engineIsCheckedForItsHostAsASocketIs() throws Exception {
    Trust trust = trusting(ROOT);
    Cert other = Cert.named("CN=other").by(INTER).dns("www.example.org").make();
    try (LoopbackServer server = LoopbackServer.implicit(other)) {
      HttpClient client =
          HttpClient.newBuilder()
              .sslContext(trust.sslContext())
              .sslParameters(trust.clientParameters())
              .build();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port())).build();
      assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.discarding()))
          .isInstanceOf(IOException.class)
          .hasStackTraceContaining(UntrustedChainException.class.getName())
          .hasStackTraceContaining("is for www.example.org, not for 127.0.0.1");
    }
  }

  @Test
  void nothingTrustedRefusesEveryoneInPlainWords() throws Exception {
    Trust nobody = Trust.only(TrustStoreFile.at(folder.resolve("missing.p12")));
    assertThat(nobody.certificates()).isEmpty();
    assertThat(refusal(nobody, INTER.server(), HOST))
        .extracting(ChainProblem::fault)
        .contains(ChainFault.UNKNOWN_ROOT);
  }

  @Test
  void missingOwnStoreLeavesTheTrustOfTheJdk() throws Exception {
    Trust both = Trust.jdkAnd(TrustStoreFile.at(folder.resolve("missing.p12")));
    assertThat(both.certificates())
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(Trust.jdk().certificates());
  }

  @Test
  void ownStoreAddsToTheTrustOfTheJdk() throws Exception {
    TrustStoreFile store = TrustStoreFile.at(folder.resolve("own.p12"));
    store.importCertificates(List.of(ROOT.x509()), ImportOptions.strict());
    assertThat(Trust.jdkAnd(store).certificates())
        .containsAll(Trust.jdk().certificates())
        .contains(ROOT.x509());
    assertThat(Trust.only(store).certificates()).containsExactly(ROOT.x509());
  }

  @Test
  void whatTheJdkHoldsForTooWeakIsToldAsWeak() throws Exception {
    // no JDK server would send such a chain, so there is no handshake to look at
    Cert root = Cert.named("CN=RSA Root").ca().rsa(2048).make();
    X509Certificate[] chain =
        root.server(HOST).digest("MD5").make().chain().toArray(X509Certificate[]::new);
    Trust trust = trusting(root);
    assertThatThrownBy(() -> trust.trustManager().checkServerTrusted(chain, "UNKNOWN"))
        .isInstanceOfSatisfying(
            UntrustedChainException.class,
            e -> {
              assertThat(e.problems().get(0).fault()).isEqualTo(ChainFault.WEAK);
              assertThat(e).hasMessageContaining("MD5");
            });
  }

  @Test
  void trustRefusesToJudgeClients() throws Exception {
    X509Certificate[] chain = {ROOT.x509()};
    Trust trust = trusting(ROOT);
    assertThatThrownBy(() -> trust.trustManager().checkClientTrusted(chain, "RSA"))
        .hasMessageContaining("servers");
  }

  @Test
  void parametersAskForTheHostCheckAndForTls12AndUp() throws Exception {
    SSLParameters parameters = trusting(ROOT).clientParameters();
    assertThat(parameters.getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
    assertThat(parameters.getProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
  }

  @Test
  void nameFromACertificateCannotPaintTheTerminal() throws Exception {
    Cert cert = Cert.named("CN=\u001b[31mevil\\0d\\0aline, O=\u202etxt").dns(HOST).make();
    String message = refusal(trusting(ROOT), cert, HOST).get(0).toString();
    assertThat(message).doesNotContain("\u001b", "\r", "\n", "\u202e").contains("\\u001b");
  }

  private Trust trusting(Cert... roots) throws TrustStoreException {
    TrustStoreFile store = TrustStoreFile.at(folder.resolve("trust-" + System.nanoTime() + ".p12"));
    store.importCertificates(
        Stream.of(roots).map(Cert::x509).toList(),
        ImportOptions.strict().allowingLeaf().allowingExpired());
    return Trust.only(store);
  }

  private static List<ChainProblem> refusal(Trust trust, Cert cert, String host)
      throws IOException {
    try (LoopbackServer server = LoopbackServer.implicit(cert)) {
      return refusal(trust, server, host);
    }
  }

  private static List<ChainProblem> refusal(Trust trust, LoopbackServer server, String host) {
    SSLHandshakeException thrown =
        catchThrowableOfType(SSLHandshakeException.class, () -> handshake(trust, server, host));
    assertThat(thrown).as("the handshake must fail").isNotNull();
    assertThat(thrown.getCause()).isInstanceOf(UntrustedChainException.class);
    return ((UntrustedChainException) thrown.getCause()).problems();
  }

  private static String handshake(Trust trust, LoopbackServer server, String host)
      throws IOException {
    try (Socket raw = new Socket("127.0.0.1", server.port());
        SSLSocket socket =
            (SSLSocket)
                trust
                    .sslContext()
                    .getSocketFactory()
                    .createSocket(raw, host, server.port(), true)) {
      socket.setSSLParameters(trust.clientParameters());
      socket.startHandshake();
      socket.getOutputStream().write("hello\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getSession().getProtocol();
    }
  }
}
