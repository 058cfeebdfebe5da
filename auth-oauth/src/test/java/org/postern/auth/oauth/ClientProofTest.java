package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingsException;
import org.postern.core.spi.AuthException;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.TestCa;

/** Clients without a secret: keys, files of the platform, the machine's own identity. */
class ClientProofTest {

  private static final KeyPair RSA = pair("RSA", 2048);
  private static final KeyPair EC = pair("EC", 256);
  private static final TestCa CA = TestCa.create();

  @TempDir Path folder;
  private final RecordingEndpoint endpoint = new RecordingEndpoint();

  @AfterEach
  void stop() {
    endpoint.close();
  }

  private static KeyPair pair(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private MailSettings.Builder settings(String auth) {
    return OAuthSettings.client(OAuthKeys.CLIENT_AUTH.parse(auth))
        .set(OAuthKeys.TOKEN_URL, endpoint.uri("/token"))
        .set(OAuthKeys.SCOPE, "https://outlook.office365.com/.default");
  }

  private RecordingEndpoint.Asked fetch(MailSettings.Builder settings) throws Exception {
    MailSettings made = settings.build();
    source(made).fetch();
    return endpoint.last();
  }

  private static TokenSource source(MailSettings settings) throws Exception {
    return OAuthSettings.source(settings, SSLContext.getDefault());
  }

  private Path pem(String type, byte[] der) throws Exception {
    String text =
        "-----BEGIN "
            + type
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END "
            + type
            + "-----\n";
    return Files.writeString(folder.resolve("key.pem"), text);
  }

  private SignedJWT assertion(RecordingEndpoint.Asked asked) throws Exception {
    assertThat(asked.fields())
        .containsEntry("grant_type", "client_credentials")
        .containsEntry("client_id", "app")
        .containsEntry("client_assertion_type", ClientProofs.ASSERTION_TYPE)
        .containsEntry("scope", "https://outlook.office365.com/.default")
        .doesNotContainKey("client_secret");
    return SignedJWT.parse(asked.fields().get("client_assertion"));
  }

  private static void verify(SignedJWT jwt, PublicKey key, URI audience) throws Exception {
    JWSVerifier verifier =
        key instanceof ECPublicKey ec
            ? new ECDSAVerifier(ec)
            : new RSASSAVerifier((RSAPublicKey) key);
    assertThat(jwt.verify(verifier)).isTrue();
    assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo("app");
    assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("app");
    assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly(audience.toString());
    Duration life =
        Duration.between(
            jwt.getJWTClaimsSet().getNotBeforeTime().toInstant(),
            jwt.getJWTClaimsSet().getExpirationTime().toInstant());
    assertThat(life).isLessThan(Duration.ofMinutes(10));
  }

  @Test
  void anRsaKeySignsByPs256AndEachAssertionIsUsedOnce() throws Exception {
    Path key = pem("PRIVATE KEY", RSA.getPrivate().getEncoded());
    MailSettings settings = settings("private_key_jwt").set(ClientKeys.KEY_FILE, key).build();
    TokenSource source = source(settings);
    source.fetch();
    SignedJWT first = assertion(endpoint.last());
    source.fetch();
    SignedJWT second = assertion(endpoint.last());

    assertThat(first.getHeader().getAlgorithm().getName()).isEqualTo("PS256");
    verify(first, RSA.getPublic(), endpoint.uri("/token"));
    assertThat(first.getJWTClaimsSet().getJWTID())
        .isNotEqualTo(second.getJWTClaimsSet().getJWTID());
  }

  @Test
  void anEcKeySignsByEs256AndRs256CanBeAskedFor() throws Exception {
    Path ec = pem("PRIVATE KEY", EC.getPrivate().getEncoded());
    SignedJWT jwt =
        assertion(
            fetch(
                settings("private_key_jwt")
                    .set(ClientKeys.KEY_FILE, ec)
                    .set(ClientKeys.KEY_ID, "k1")));
    assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
    assertThat(jwt.getHeader().getKeyID()).isEqualTo("k1");
    verify(jwt, EC.getPublic(), endpoint.uri("/token"));

    Path rsa = pem("PRIVATE KEY", RSA.getPrivate().getEncoded());
    SignedJWT old =
        assertion(
            fetch(
                settings("private_key_jwt")
                    .set(ClientKeys.KEY_FILE, rsa)
                    .set(ClientKeys.KEY_ALGORITHM, "RS256")));
    assertThat(old.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    verify(old, RSA.getPublic(), endpoint.uri("/token"));
  }

  @Test
  void aCertificateIsNamedByBothThumbprints() throws Exception {
    ServerIdentity identity = CA.issue("app").rsa().build();
    Path certificate = identity.writeChainPem(folder.resolve("cert.pem"));
    SignedJWT jwt =
        assertion(
            fetch(
                settings("private_key_jwt")
                    .set(ClientKeys.KEY_FILE, identity.writeKeyPem(folder.resolve("k.pem")))
                    .set(ClientKeys.CERTIFICATE_FILE, certificate)));
    byte[] der = identity.certificate().getEncoded();
    assertThat(jwt.getHeader().getX509CertSHA256Thumbprint().decode())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(der));
    assertThat(jwt.getHeader().toJSONObject().get("x5t"))
        .isEqualTo(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-1").digest(der)));
    verify(jwt, identity.certificate().getPublicKey(), endpoint.uri("/token"));
  }

  @Test
  void keysOfAllUsualFormsAreRead() throws Exception {
    byte[] pkcs8 = RSA.getPrivate().getEncoded();
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    verify(
        assertion(
            fetch(
                settings("private_key_jwt")
                    .set(ClientKeys.KEY_FILE, pem("RSA PRIVATE KEY", pkcs1)))),
        RSA.getPublic(),
        endpoint.uri("/token"));

    Path encrypted = pem("ENCRYPTED PRIVATE KEY", encrypted(pkcs8, "pass word"));
    verify(
        assertion(
            fetch(
                settings("private_key_jwt")
                    .set(ClientKeys.KEY_FILE, encrypted)
                    .set(ClientKeys.KEY_PASSWORD, Secret.of("pass word")))),
        RSA.getPublic(),
        endpoint.uri("/token"));

    ServerIdentity identity = CA.issue("app").rsa().build();
    Path store = store(identity.privateKey(), identity.chain().toArray(Certificate[]::new));
    SignedJWT jwt =
        assertion(
            fetch(
                settings("private_key_jwt")
                    .set(ClientKeys.KEY_FILE, store)
                    .set(ClientKeys.KEY_PASSWORD, Secret.of("store pass"))));
    verify(jwt, identity.certificate().getPublicKey(), endpoint.uri("/token"));
    assertThat(jwt.getHeader().getX509CertSHA256Thumbprint()).isNotNull();
  }

  /** As `openssl pkcs8 -topk8` does by default: PBES2. */
  private static byte[] encrypted(byte[] pkcs8, String password) throws Exception {
    PrivateKey key =
        java.security.KeyFactory.getInstance("RSA")
            .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(pkcs8));
    return new JcaPKCS8Generator(
            key,
            new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPRF(PKCS8Generator.PRF_HMACSHA256)
                .setPassword(password.toCharArray())
                .build())
        .generate()
        .getContent();
  }

  private Path store(PrivateKey key, Certificate... chain) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("app", key, "store pass".toCharArray(), chain);
    Path file = folder.resolve("app.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "store pass".toCharArray());
    }
    return file;
  }

  @Test
  void aKeyThatCannotBeUsedIsSaidInPlainWordsWithoutTheKey() throws Exception {
    byte[] pkcs8 = RSA.getPrivate().getEncoded();
    assertRefused(folder.resolve("absent.pem"), Optional.empty(), "cannot be read");
    assertRefused(
        Files.writeString(folder.resolve("x.pem"), "no key"), Optional.empty(), "holds no private");
    assertRefused(pem("EC PRIVATE KEY", new byte[] {1}), Optional.empty(), "openssl pkcs8 -topk8");
    Path encrypted = pem("ENCRYPTED PRIVATE KEY", encrypted(pkcs8, "right"));
    assertRefused(encrypted, Optional.empty(), "postern.oauth.key.password is not set");
    assertRefused(encrypted, Optional.of("wrong"), "password");
    assertRefused(store(RSA.getPrivate(), CA.root()), Optional.of("wrong"), "password is wrong");
    Path ec = pem("PRIVATE KEY", EC.getPrivate().getEncoded());
    MailSettings mismatch =
        settings("private_key_jwt")
            .set(ClientKeys.KEY_FILE, ec)
            .set(ClientKeys.KEY_ALGORITHM, "RS256")
            .build();
    assertThatThrownBy(() -> source(mismatch).fetch())
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("cannot sign by RS256");
    assertThat(endpoint.asked()).isEmpty();
  }

  private void assertRefused(Path file, Optional<String> password, String said) {
    MailSettings.Builder settings = settings("private_key_jwt").set(ClientKeys.KEY_FILE, file);
    password.ifPresent(given -> settings.set(ClientKeys.KEY_PASSWORD, Secret.of(given)));
    MailSettings made = settings.build();
    assertThatThrownBy(() -> source(made).fetch())
        .isInstanceOf(AuthException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("MII");
  }

  @Test
  void theAssertionOfThePlatformIsReadAnewForEachRequest() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "first.assertion.a\n");
    MailSettings settings =
        settings("workload_identity").set(ClientKeys.ASSERTION_FILE, file).build();
    TokenSource source = source(settings);
    source.fetch();
    assertThat(endpoint.last().fields()).containsEntry("client_assertion", "first.assertion.a");
    Files.writeString(file, "second.assertion.b");
    source.fetch();
    assertThat(endpoint.last().fields()).containsEntry("client_assertion", "second.assertion.b");
    Files.delete(file);
    assertThatThrownBy(source::fetch)
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("does the platform fill it")
        .satisfies(no -> assertThat(((AuthException) no).permanent()).isFalse());
  }

  @Test
  void aPublicClientShowsItsIdAloneAndFurtherParametersGoAlong() throws Exception {
    RecordingEndpoint.Asked asked =
        fetch(
            settings("none")
                .set(ClientKeys.PARAM.member("audience"), "https://mail.example.com")
                .set(ClientKeys.PARAM.member("x"), "a & b"));
    assertThat(asked.fields())
        .containsOnly(
            java.util.Map.entry("grant_type", "client_credentials"),
            java.util.Map.entry("scope", "https://outlook.office365.com/.default"),
            java.util.Map.entry("client_id", "app"),
            java.util.Map.entry("audience", "https://mail.example.com"),
            java.util.Map.entry("x", "a & b"));
  }

  @Test
  void theIssuersMetadataNameTheEndpoint() throws Exception {
    URI issuer = endpoint.uri("/realms/lab");
    endpoint.page(
        "/realms/lab/.well-known/openid-configuration",
        "{\"issuer\":\"" + issuer + "\",\"token_endpoint\":\"" + endpoint.uri("/t") + "\"}");
    MailSettings settings = discovered(issuer);
    source(settings).fetch();
    assertThat(endpoint.last().path()).isEqualTo("/t");

    endpoint.page(
        "/.well-known/oauth-authorization-server/other",
        "{\"issuer\":\"https://evil.example.com\",\"token_endpoint\":\"https://evil.test/t\"}");
    assertThatThrownBy(() -> source(discovered(endpoint.uri("/other"))).fetch())
        .hasMessageContaining("speaks of another issuer, https://evil.example.com");
    assertThatThrownBy(() -> source(discovered(endpoint.uri("/none"))).fetch())
        .hasMessageContaining("has no metadata")
        .hasMessageContaining("answered 404");
  }

  private MailSettings discovered(URI issuer) {
    return OAuthSettings.client(OAuthKeys.ClientAuth.NONE).set(ClientKeys.ISSUER, issuer).build();
  }

  @Test
  void theMachinesOwnIdentityIsAskedOfItsMetadataServer() throws Exception {
    URI url = endpoint.uri("/metadata/token");
    RecordingEndpoint.Asked azure =
        fetch(settings("managed_identity").set(ClientKeys.MANAGED_IDENTITY_URL, url));
    assertThat(azure.path()).isEqualTo("/metadata/token");
    assertThat(azure.fields())
        .containsEntry("api-version", "2018-02-01")
        .containsEntry("resource", "https://outlook.office365.com")
        .containsEntry("client_id", "app");
    assertThat(azure.headers()).containsEntry("Metadata", "true");

    RecordingEndpoint.Asked google =
        fetch(
            settings("managed_identity")
                .set(ClientKeys.MANAGED_IDENTITY, ClientKeys.ManagedIdentity.GCE)
                .set(ClientKeys.MANAGED_IDENTITY_URL, url));
    assertThat(google.fields()).containsOnlyKeys("scopes");
    assertThat(google.headers()).containsEntry("Metadata-flavor", "Google");

    MailSettings service =
        settings("managed_identity")
            .set(ClientKeys.MANAGED_IDENTITY, ClientKeys.ManagedIdentity.AZURE_APP_SERVICE)
            .build();
    assertThatThrownBy(() -> source(service).fetch())
        .hasMessageContaining("IDENTITY_ENDPOINT is not set");
  }

  @Test
  void whatAnAuthenticationNeedsIsSaidAtOnce() {
    assertThatThrownBy(() -> settings("private_key_jwt").build())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("postern.oauth.key.file")
        .hasMessageContaining("is missing, and postern.oauth.client_auth=private_key_jwt needs it");
    assertThatThrownBy(() -> settings("workload_identity").build())
        .hasMessageContaining("postern.oauth.assertion.file");
    assertThatThrownBy(() -> settings("client_secret_basic").build())
        .hasMessageContaining("mksis.security.smtp.oauth.clientSecret")
        .hasMessageContaining("is missing, and mode \"oauth\" needs it");
    assertThatThrownBy(
            () -> settings("none").set(OAuthKeys.GRANT, OAuthKeys.Grant.JWT_BEARER).build())
        .hasMessageContaining("postern.oauth.service_account.file");
  }
}
