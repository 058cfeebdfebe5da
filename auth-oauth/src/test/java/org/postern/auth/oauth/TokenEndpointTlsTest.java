package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.core.settings.SettingsException;
import org.postern.core.spi.AuthException;
import org.postern.testkit.ClosedPort;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.TestCa;
import org.postern.testkit.TlsFault;
import org.postern.truststore.ImportOptions;
import org.postern.truststore.Trust;
import org.postern.truststore.TrustStoreFile;

/**
 * The way to the token endpoint: nothing of the client leaves before the endpoint is verified, by
 * the trust that the product gives.
 */
class TokenEndpointTlsTest {

  private static final TestCa CA = TestCa.create("Endpoint");

  @TempDir static Path folder;
  private static SSLContext trust;

  @BeforeAll
  static void trustTheCa() throws Exception {
    TrustStoreFile store = TrustStoreFile.at(folder.resolve("ca.p12"));
    store.importFiles(List.of(CA.writeRootPem(folder.resolve("ca.pem"))), ImportOptions.strict());
    trust = Trust.only(store).sslContext();
  }

  static Stream<Arguments> certificates() {
    return Stream.of(
        arguments("expired", CA.issue("localhost").expired()),
        arguments("not yet valid", CA.issue("localhost").notYetValid()),
        arguments("wrong host", CA.issue("other.example.com")),
        arguments("unknown CA", TestCa.create("Unknown").issue("localhost")),
        arguments("self-signed", CA.issue("localhost").selfSigned()),
        arguments("missing intermediate", CA.issue("localhost").withoutIntermediate()),
        arguments("client-only EKU", CA.issue("localhost").clientOnlyEku()),
        arguments("CN only", CA.issue("localhost").commonNameOnly()),
        arguments("RSA-1024", CA.issue("localhost").weakKey()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("certificates")
  void aCertificateThatIsNotGoodNeedsAPerson(String fault, ServerIdentity.Builder identity) {
    try (FakeTokenEndpoint endpoint = FakeTokenEndpoint.builder().tls(identity.build()).start()) {
      AuthException failure = failure(endpoint.uri(), trust);

      assertThat(failure.permanent()).isTrue();
      assertThat(failure).hasMessageContaining("is not trusted: ");
      assertThat(endpoint.requests()).isEmpty();
    }
  }

  @Test
  void theRemedyForAnUnknownCaIsNamed() throws Exception {
    try (FakeTokenEndpoint endpoint = FakeTokenEndpoint.builder().tls(CA.localhost()).start()) {
      assertThat(failure(endpoint.uri(), SSLContext.getDefault()))
          .hasMessageContaining("postern truststore import");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsFault.class)
  void aTlsThatBreaksPassesInBoundedTime(TlsFault fault) {
    try (FakeTokenEndpoint endpoint =
        FakeTokenEndpoint.builder().tls(CA.localhost()).tlsFault(fault).start()) {
      Duration time = Duration.ofMillis(1500);
      assertThat(failure(endpoint.uri(), trust, time).permanent()).isFalse();
      assertThat(endpoint.requests()).isEmpty();
    }
  }

  @Test
  void aTokenUrlWithoutTlsIsNoSettingToStartWith() {
    assertThatThrownBy(
            () -> OAuthSettings.secret("s", URI.create("http://idp.example.com/token")).build())
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("is not https", "use https");
  }

  @Test
  void aClosedPortAndAnUnknownNamePass() throws IOException {
    try (ClosedPort closed = new ClosedPort()) {
      for (String url :
          new String[] {
            "https://127.0.0.1:" + closed.port() + "/token", "https://does-not-exist.invalid/token"
          }) {
        assertThat(failure(URI.create(url), trust).permanent()).as(url).isFalse();
      }
    }
  }

  private static AuthException failure(URI url, SSLContext trust) {
    return failure(url, trust, Duration.ofMinutes(1));
  }

  private static AuthException failure(URI url, SSLContext trust, Duration time) {
    TokenSource source =
        OAuthSettings.source(
            OAuthSettings.secret("client-secret-qwertz", url)
                .set(OAuthKeys.TOTAL_TIMEOUT, time)
                .build(),
            trust);
    AuthException failure = catchThrowableOfType(AuthException.class, source::fetch);
    assertThat(failure).as("a failure").isNotNull();
    assertThat(failure).hasMessageNotContaining("qwertz");
    return failure;
  }
}
