package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingsException;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.SecretKeeper;
import org.postern.core.spi.TlsTrust;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.TestCa;

/** A client that proves itself by its certificate (RFC 8705), to a server that demands one. */
class MutualTlsTest {

  private static final TestCa CA = TestCa.create();

  @TempDir Path folder;
  private final List<String> subjects = new CopyOnWriteArrayList<>();
  private final List<String> forms = new CopyOnWriteArrayList<>();
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(demandingServer()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters all = getSSLContext().getDefaultSSLParameters();
            all.setNeedClientAuth(true);
            parameters.setSSLParameters(all);
          }
        });
    server.createContext("/token", exchange -> answer((HttpsExchange) exchange));
    server.createContext("/mtls", exchange -> answer((HttpsExchange) exchange));
    server.createContext(
        "/.well-known/openid-configuration", exchange -> metadata((HttpsExchange) exchange));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theCertificateIsShownAndTheFormNamesTheClientAlone() throws Exception {
    write(client("app").build());

    assertThat(fetch(settings().build()).value().reveal()).isEqualTo("token-of-mutual-tls");
    assertThat(subjects).hasSize(1).first().asString().contains("CN=app");
    assertThat(forms.get(0)).contains("client_id=app").doesNotContain("secret", "assertion");
  }

  @Test
  void aCertificateThatWasRenewedOnDiskIsUsedWithoutARestart() throws Exception {
    write(client("app").build());
    TokenSource source = source(settings().build());
    source.fetch();
    write(client("renewed").build());
    source.fetch();

    assertThat(subjects.get(1)).contains("CN=renewed");
  }

  @Test
  void theAliasForMutualTlsIsPreferredWhereTheIssuerNamesOne() throws Exception {
    write(client("app").build());
    MailSettings found = settings(true).set(ClientKeys.ISSUER, URI.create(base())).build();

    assertThat(fetch(found).value().reveal()).isEqualTo("token-of-mutual-tls");
    assertThat(forms.get(0)).startsWith("/mtls");
  }

  @Test
  void whatIsWrongWithKeyOrCertificateIsSaidBeforeAnythingIsSent() throws Exception {
    assertThatThrownBy(() -> settings(false).build())
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("postern.oauth.key.file", "tls_client_auth");
    write(client("app").expired().build());
    refused("ended at", "have it issued anew");
    write(client("app").build());
    Path other = folder.resolve("other.pem");
    client("other").build().writeKeyPem(other);
    Files.move(other, folder.resolve("key.pem"), StandardCopyOption.REPLACE_EXISTING);
    refused("does not fit its certificate");
    Files.delete(folder.resolve("cert.pem"));
    refused("cannot be read");
    assertThat(subjects).isEmpty();
  }

  @Test
  void aReadyMadeContextCannotTakeAKeyAndSaysWhatToGiveInstead() throws Exception {
    write(client("app").build());
    MailSettings settings = settings().build();

    assertThatThrownBy(() -> OAuthSettings.source(settings, CA.trustingContext()).fetch())
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("TlsTrust.of(trustManager)");
  }

  private void refused(String... words) throws Exception {
    TokenSource source = source(settings().build());
    assertThatThrownBy(source::fetch)
        .isInstanceOf(AuthException.class)
        .satisfies(thrown -> assertThat(((AuthException) thrown).permanent()).isTrue())
        .hasMessageContainingAll(words);
  }

  private static ServerIdentity.Builder client(String name) {
    return CA.issue(name).rsa().clientOnlyEku();
  }

  private void write(ServerIdentity identity) throws IOException {
    identity.writeKeyPem(folder.resolve("key.pem"));
    identity.writeChainPem(folder.resolve("cert.pem"));
  }

  private String base() {
    return "https://localhost:" + server.getAddress().getPort();
  }

  private MailSettings.Builder settings() {
    return settings(true).set(OAuthKeys.TOKEN_URL, URI.create(base() + "/token"));
  }

  private MailSettings.Builder settings(boolean key) {
    MailSettings.Builder settings =
        OAuthSettings.client(OAuthKeys.ClientAuth.TLS_CLIENT_AUTH)
            .set(ClientKeys.CERTIFICATE_FILE, folder.resolve("cert.pem"));
    return key ? settings.set(ClientKeys.KEY_FILE, folder.resolve("key.pem")) : settings;
  }

  private static TokenSource.AccessToken fetch(MailSettings settings) throws Exception {
    return source(settings).fetch();
  }

  private static TokenSource source(MailSettings settings) throws Exception {
    return OAuthSettings.source(settings, TlsTrust.of(trusting()), SecretKeeper.NONE);
  }

  private static X509ExtendedTrustManager trusting() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(roots());
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  private static KeyStore roots() throws Exception {
    KeyStore roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    roots.setCertificateEntry("root", CA.root());
    return roots;
  }

  private static SSLContext demandingServer() throws Exception {
    ServerIdentity identity = CA.localhost();
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(
        "server",
        identity.privateKey(),
        new char[0],
        identity.chain().toArray(X509Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new javax.net.ssl.TrustManager[] {trusting()}, null);
    return context;
  }

  private void answer(HttpsExchange exchange) throws IOException {
    subjects.add(
        ((X509Certificate) exchange.getSSLSession().getPeerCertificates()[0])
            .getSubjectX500Principal()
            .getName());
    forms.add(
        exchange.getRequestURI().getPath()
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    say(
        exchange,
        "{\"access_token\":\"token-of-mutual-tls\",\"token_type\":\"Bearer\",\"expires_in\":60}");
  }

  private void metadata(HttpsExchange exchange) throws IOException {
    say(
        exchange,
        "{\"issuer\":\"%1$s\",\"token_endpoint\":\"%1$s/token\",\"mtls_endpoint_aliases\":{\"token_endpoint\":\"%1$s/mtls\"}}"
            .formatted(base()));
  }

  private static void say(HttpsExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
