package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.Base64URL;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.Secret;
import org.postern.testkit.FakeServiceAccount;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.TestCa;

class OAuthFilesTest {

  private static final TestCa CA = TestCa.create();
  private static final ServerIdentity OWN = CA.issue("app").rsa().build();
  private static final ServerIdentity OTHER = CA.issue("other").rsa().build();

  @TempDir Path folder;

  private Path key(ServerIdentity of) throws Exception {
    return of.writeKeyPem(folder.resolve("key.pem"));
  }

  private Optional<Path> chain(ServerIdentity of) throws Exception {
    return Optional.of(of.writeChainPem(folder.resolve("cert.pem")));
  }

  private Path store(String password) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "k", OWN.privateKey(), password.toCharArray(), OWN.chain().toArray(Certificate[]::new));
    Path file = folder.resolve("client.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
    return file;
  }

  @Test
  void aServiceAccountSaysWhoItIsAndKeepsItsKey() {
    String json =
        FakeServiceAccount.create("mail@project.example.com")
            .keyFile(URI.create("https://oauth2.example.com/token"));

    OAuthFiles.Account account = OAuthFiles.serviceAccount(Secret.of(json));

    assertThat(account.email()).isEqualTo("mail@project.example.com");
    assertThat(account.clientId().orElseThrow()).matches("\\d{21}");
  }

  @Test
  void theFileOfAnOauthClientIsRecognisedAsTheWrongOne() {
    assertThatThrownBy(
            () -> OAuthFiles.serviceAccount(Secret.of("{\"installed\":{\"client_id\":\"x\"}}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("that of an OAuth client")
        .hasMessageContaining("Service Accounts, Keys, JSON");
  }

  @Test
  void theCertificateOfAPemKeyIsFoundBesideIt() throws Exception {
    assertThat(OAuthFiles.locked(key(OWN))).isFalse();
    assertThat(OAuthFiles.certificate(key(OWN), Optional.empty(), chain(OWN)))
        .contains(OWN.certificate());
    assertThat(OAuthFiles.certificate(key(OWN), Optional.empty(), Optional.empty())).isEmpty();
  }

  @Test
  void aStoreWithAPasswordIsLockedAndHoldsItsCertificate() throws Exception {
    Path store = store("changeit");

    assertThat(OAuthFiles.locked(store)).isTrue();
    assertThat(OAuthFiles.certificate(store, Optional.of(Secret.of("changeit")), Optional.empty()))
        .contains(OWN.certificate());
    assertThatThrownBy(
            () -> OAuthFiles.certificate(store, Optional.of(Secret.of("no")), Optional.empty()))
        .hasMessageContaining("its password is wrong");
  }

  @Test
  void anotherCertificatesKeyAndOneThatHasEndedAreRefused() throws Exception {
    ServerIdentity ended = CA.issue("app").rsa().expired().build();

    assertThatThrownBy(() -> OAuthFiles.certificate(key(OWN), Optional.empty(), chain(OTHER)))
        .hasMessageContaining("does not fit its certificate");
    assertThatThrownBy(() -> OAuthFiles.certificate(key(ended), Optional.empty(), chain(ended)))
        .hasMessageContaining("ended at " + ended.certificate().getNotAfter().toInstant());
  }

  @Test
  void theFileThatIsNoCertificateOrNotThereIsTheOneNamed() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "no certificate");
    Path none = folder.resolve("none");

    assertThatThrownBy(() -> OAuthFiles.certificate(key(OWN), Optional.empty(), Optional.of(text)))
        .hasMessageContaining(text + " holds no certificate in PEM");
    assertThatThrownBy(() -> OAuthFiles.certificate(key(OWN), Optional.empty(), Optional.of(none)))
        .hasMessageContaining(none + ", cannot be read");
    assertThatThrownBy(() -> OAuthFiles.locked(none))
        .hasMessageContaining(none + " cannot be read");
  }

  @Test
  void anAssertionSaysWhatAFederatedCredentialIsMadeFor() throws Exception {
    String claims =
        "{\"iss\":\"https://issuer.example.com\",\"sub\":\"system:serviceaccount:mail:postern\","
            + "\"aud\":[\"api://AzureADTokenExchange\"],\"exp\":4102444800}";
    String jwt =
        Base64URL.encode("{\"alg\":\"RS256\"}") + "." + Base64URL.encode(claims) + ".c2lnbmF0dXJl";
    Path file = Files.writeString(folder.resolve("assertion"), jwt + "\n");

    OAuthFiles.Assertion read = OAuthFiles.assertion(file);

    assertThat(read.issuer()).isEqualTo("https://issuer.example.com");
    assertThat(read.subject()).isEqualTo("system:serviceaccount:mail:postern");
    assertThat(read.audience()).containsExactly("api://AzureADTokenExchange");
    assertThat(read.ends()).contains(Instant.ofEpochSecond(4102444800L));
    Files.writeString(file, "token-4711");
    assertThatThrownBy(() -> OAuthFiles.assertion(file))
        .hasMessageContaining("holds no assertion")
        .hasMessageNotContaining("token-4711");
  }
}
