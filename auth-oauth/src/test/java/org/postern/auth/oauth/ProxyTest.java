package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.diagnosis.Evidence;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.SecretKeeper;
import org.postern.core.spi.TlsTrust;
import org.postern.testkit.ClosedPort;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.TestCa;
import org.postern.testkit.TokenAnswer;

/** Token requests through a proxy: a real one, with a real TLS tunnel to the endpoint. */
class ProxyTest {

  private static final TestCa CA = TestCa.create();
  private static final String PASSWORD = "proxy-pass-4711";
  private static FakeTokenEndpoint endpoint;

  @BeforeAll
  static void start() {
    endpoint =
        FakeTokenEndpoint.builder()
            .tls(CA.issue("idp.example.com").build())
            .client("app", "app-secret")
            .start();
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  @Test
  void theProxyOfTheSettingsIsUsedAndTheTlsIsWithTheEndpoint() throws Exception {
    try (LoopbackProxy proxy = LoopbackProxy.open()) {
      MailSettings settings = settings().set(HttpKeys.PROXY, Optional.of(proxy.uri())).build();

      assertThat(fetch(settings, Map.of()).value().reveal()).isNotEmpty();
      assertThat(proxy.asked()).containsExactly("idp.example.com:" + port());
    }
  }

  @Test
  void aProxyThatWantsALoginGetsItAndTheEndpointDoesNot() throws Exception {
    try (LoopbackProxy proxy = LoopbackProxy.wanting("pat", PASSWORD)) {
      MailSettings settings =
          settings()
              .set(HttpKeys.PROXY, Optional.of(proxy.uri()))
              .set(HttpKeys.PROXY_USER, "pat")
              .set(HttpKeys.PROXY_PASSWORD, Secret.of(PASSWORD))
              .build();

      assertThat(fetch(settings, Map.of()).value().reveal()).isNotEmpty();
      assertThat(endpoint.requests())
          .allSatisfy(
              request -> assertThat(request.toString()).doesNotContainIgnoringCase("proxy-auth"));
    }
  }

  @Test
  void theEnvironmentCountsWhereTheSettingsSayNothingAndMayHoldALogin() throws Exception {
    try (LoopbackProxy proxy = LoopbackProxy.wanting("p@t", PASSWORD)) {
      Map<String, String> environment =
          Map.of("HTTPS_PROXY", "http://p%40t:" + PASSWORD + "@localhost:" + proxy.port());

      assertThat(fetch(settings().build(), environment).value().reveal()).isNotEmpty();
      MailSettings straight = settings().set(HttpKeys.PROXY, Optional.empty()).build();
      assertThat(access(straight, environment).proxy(url())).isEmpty();
      assertThat(access(settings().build(), environment).proxy(url()).toString())
          .doesNotContain(PASSWORD);
    }
  }

  @Test
  void whatAProxyRefusesIsSaidInPlainWordsWithoutItsPassword() throws Exception {
    try (LoopbackProxy proxy = LoopbackProxy.wanting("pat", PASSWORD)) {
      MailSettings nobody = settings().set(HttpKeys.PROXY, Optional.of(proxy.uri())).build();
      assertThat(refusal(nobody).getMessage())
          .contains("proxy localhost:" + proxy.port(), "wants authentication (407)");
      assertThat(diagnosis(refusal(nobody))).contains("token.proxy-authentication");
    }
    try (LoopbackProxy forbidding = LoopbackProxy.open()) {
      forbidding.answers(403);
      MailSettings forbidden =
          settings().set(HttpKeys.PROXY, Optional.of(forbidding.uri())).build();
      assertThat(refusal(forbidden)).hasMessageContaining("refuses the way to idp.example.com");
      assertThat(refusal(forbidden).permanent()).isTrue();
      assertThat(diagnosis(refusal(forbidden))).contains("token.proxy-refuses");
    }
    try (ClosedPort closed = new ClosedPort()) {
      URI nobodyThere = URI.create("http://localhost:" + closed.port());
      MailSettings gone = settings().set(HttpKeys.PROXY, Optional.of(nobodyThere)).build();
      assertThat(refusal(gone)).hasMessageContaining("cannot be reached");
      assertThat(refusal(gone)).hasMessageContaining("check postern.http.proxy");
      assertThat(refusal(gone).permanent()).isFalse();
      assertThat(diagnosis(refusal(gone))).contains("token.proxy-unreachable");
    }
  }

  @Test
  void aFaultOfTheEndpointBehindTheProxyIsTheEndpointsFault() throws Exception {
    try (LoopbackProxy proxy = LoopbackProxy.open()) {
      endpoint.next(TokenAnswer.error(401, "invalid_client", "no such client"));
      MailSettings settings = settings().set(HttpKeys.PROXY, Optional.of(proxy.uri())).build();

      assertThat(diagnosis(refusal(settings))).contains("token.invalid-client");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://idp.example.com/t        |                         | true
          https://idp.example.com/t        | example.com             | false
          https://idp.example.com/t        | .example.com            | false
          https://idp.example.com/t        | *.example.com           | false
          https://idp.example.com/t        | IDP.EXAMPLE.COM         | false
          https://idp.example.com/t        | ample.com               | true
          https://idp.example.com/t        | other.test, example.com | false
          https://idp.example.com/t        | *                       | false
          https://idp.example.com/t        | example.com:443         | false
          https://idp.example.com:8443/t   | example.com:443         | true
          https://192.0.2.7/t              | 192.0.2.0/24            | false
          https://192.0.3.7/t              | 192.0.2.0/24            | true
          https://192.0.2.7/t              | 192.0.2.7               | false
          https://[2001:db8::7]/t          | 2001:db8::/32           | false
          https://[2001:db9::7]/t          | 2001:db8::/32           | true
          https://192.0.2.7/t              | 192.0.2.0/99            | true
          https://localhost/t              |                         | false
          https://127.0.0.1/t              |                         | false
          http://169.254.169.254/metadata  |                         | false
          http://metadata.google.internal/ |                         | false
          """)
  void hostsAreReachedWithoutTheProxyAsNoProxySays(URI url, String noProxy, boolean through) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HTTPS_PROXY", "proxy.example.com:3128");
    environment.put("http_proxy", "proxy.example.com:3128");
    environment.put("NO_PROXY", noProxy == null ? "" : noProxy);

    assertThat(access(settings().build(), environment).proxy(url).isPresent()).isEqualTo(through);
  }

  private static int port() {
    return endpoint.uri().getPort();
  }

  private static URI url() {
    return URI.create("https://idp.example.com:" + port() + endpoint.uri().getPath());
  }

  private static MailSettings.Builder settings() {
    return OAuthSettings.secret("app-secret", url());
  }

  private static EndpointAccess access(MailSettings settings, Map<String, String> environment) {
    return new EndpointAccess(
        settings.values(),
        TlsTrust.of(CA.trustingContext()),
        name -> Optional.ofNullable(environment.get(name)));
  }

  private static TokenSource.AccessToken fetch(
      MailSettings settings, Map<String, String> environment) throws AuthException {
    return OAuthProvider.source(settings.values(), access(settings, environment), SecretKeeper.NONE)
        .fetch();
  }

  private static AuthException refusal(MailSettings settings) throws IOException {
    AuthException[] refused = new AuthException[1];
    assertThatThrownBy(() -> fetch(settings, Map.of()))
        .isInstanceOfSatisfying(AuthException.class, thrown -> refused[0] = thrown)
        .hasMessageNotContaining(PASSWORD);
    return refused[0];
  }

  private static Optional<String> diagnosis(AuthException refused) {
    return Diagnoses.builtIn()
        .find(Evidence.said("token", String.valueOf(refused.getMessage())))
        .map(Diagnosis::id);
  }
}
