package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authorization codes at the fake token endpoint. The pair of PKCE is that of RFC 7636 B. */
class BrowserLoginsTest {

  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  private static final String BACK = "http://127.0.0.1:1/back";
  private static final String ASKED =
      "response_type=code&client_id=app&state=a%26b&redirect_uri="
          + ProviderClient.encode(BACK)
          + "&code_challenge_method=S256&code_challenge="
          + CHALLENGE;

  private final FakeProvider provider = FakeProvider.rfc7628().publicClient("app").start();
  private final HttpClient browser =
      HttpClient.newBuilder().sslContext(provider.ca().trustingContext()).build();

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void codeGivesTokensOnceToWhomItWasAskedBy() throws Exception {
    Map<String, String> back = back(ASKED);
    assertThat(back)
        .containsOnlyKeys("code", "state", "iss")
        .containsEntry("state", "a&b")
        .containsEntry("iss", provider.tokenEndpoint().issuer().toString());

    String answer = redeem(back.get("code"), BACK, VERIFIER);

    assertThat(answer).contains("access_token");
    assertThat(provider.tokenEndpoint().refreshTokens().issued())
        .hasSize(1)
        .allMatch(answer::contains);
    assertThat(redeem(back.get("code"), BACK, VERIFIER)).contains("invalid_grant");
    assertThat(
            provider
                .seen()
                .inOrder(
                    "GET /authorize client_id=app code_challenge=******** code_challenge_method=S256",
                    "302 back to the client with code, state, iss",
                    "POST /token"))
        .isTrue();
    assertThat(provider.seen().toString()).doesNotContain(back.get("code"), VERIFIER);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:1/back, wrong-verifier, code_challenge",
    "http://127.0.0.1:1/back, '', code_challenge",
    "http://127.0.0.1:2/back, " + VERIFIER + ", redirect_uri"
  })
  void codeIsWorthNothingToOthers(String redirect, String verifier, String said) throws Exception {
    String code = back(ASKED).get("code");

    assertThat(redeem(code, redirect, verifier)).contains("invalid_grant", said);
    assertThat(redeem(code, BACK, VERIFIER)).as("after an attack").contains("invalid_grant");
  }

  @ParameterizedTest
  @CsvSource({
    "response_type=code, response_type=token, unsupported_response_type",
    "S256, plain, invalid_request",
    "code_challenge=, other=, invalid_request",
  })
  void whatIsWrongWithARequestIsToldToTheClient(String right, String wrong, String error)
      throws Exception {
    assertThat(back(ASKED.replace(right, wrong)))
        .containsEntry("error", error)
        .containsKeys("state", "iss")
        .doesNotContainKey("code");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://evil.example.com/", "http://10.0.0.1/", "file:///etc/passwd", "", ":"})
  void nobodyIsSentToAnotherHost(String redirect) throws Exception {
    String asked = ASKED.replace(ProviderClient.encode(BACK), ProviderClient.encode(redirect));
    assertThat(visit(asked).statusCode()).isEqualTo(400);
    assertThat(visit(ASKED.replace("client_id=app", "client_id=x")).statusCode()).isEqualTo(400);
  }

  @Test
  void scriptSaysWhatComesBack() throws Exception {
    provider.script("browser with iss https://evil.example.com\nbrowser without state");
    assertThat(back(ASKED))
        .containsEntry("iss", "https://evil.example.com")
        .doesNotContainKey("state");
    provider.script("browser deny");
    assertThat(back(ASKED)).containsEntry("error", "access_denied").doesNotContainKey("code");
    provider.script("browser approve");
    assertThat(back(ASKED)).containsKey("code");
    provider.reset();
    assertThat(back(ASKED)).containsKeys("code", "state");
  }

  @Test
  void metadataNameTheEndpointsAndPromiseTheIssuerOnlyWhereItComes() throws Exception {
    FakeTokenEndpoint endpoint = provider.tokenEndpoint();
    Map<String, Object> metadata = metadata(endpoint);
    assertThat(metadata)
        .containsEntry("issuer", endpoint.issuer().toString())
        .containsEntry("token_endpoint", endpoint.uri().toString())
        .containsEntry("authorization_endpoint", endpoint.authorizationUri().toString())
        .containsEntry("device_authorization_endpoint", endpoint.deviceUri().toString())
        .containsEntry("authorization_response_iss_parameter_supported", true);
    try (FakeTokenEndpoint older =
        FakeTokenEndpoint.builder().publicClient("app").withoutIssuerInAnswers().start()) {
      assertThat(metadata(older))
          .containsEntry("authorization_response_iss_parameter_supported", false);
      URI page = URI.create(older.authorizationUri() + "?" + ASKED);
      assertThat(location(get(page))).doesNotContainKey("iss");
    }
  }

  private Map<String, Object> metadata(FakeTokenEndpoint endpoint) throws Exception {
    return JsonReader.object(
        get(endpoint.issuer().resolve("/.well-known/openid-configuration")).body());
  }

  private HttpResponse<String> visit(String asked) throws Exception {
    return get(URI.create(provider.tokenEndpoint().authorizationUri() + "?" + asked));
  }

  private HttpResponse<String> get(URI uri) throws Exception {
    return browser.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private Map<String, String> back(String asked) throws Exception {
    return location(visit(asked));
  }

  private static Map<String, String> location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    String location = answer.headers().firstValue("Location").orElseThrow();
    assertThat(location).startsWith(BACK + "?");
    return HttpExchange.form(location.substring(BACK.length() + 1));
  }

  private String redeem(String code, String redirect, String verifier) throws Exception {
    return ProviderClient.askAsNobody(
            provider,
            "grant_type=authorization_code&client_id=app&code="
                + code
                + "&redirect_uri="
                + ProviderClient.encode(redirect)
                + (verifier.isEmpty() ? "" : "&code_verifier=" + verifier))
        .body();
  }
}
