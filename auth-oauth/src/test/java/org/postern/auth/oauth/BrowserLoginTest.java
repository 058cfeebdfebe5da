package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.MailSettings;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.TlsTrust;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.FakeTokenEndpointBuilder;
import org.postern.testkit.TestCa;
import org.postern.testkit.TokenRequest;

/** A person's login in a browser, at a server that checks PKCE and sends real redirects. */
class BrowserLoginTest {

  private static final TestCa CA = TestCa.create();
  private static final HttpClient BROWSER =
      HttpClient.newBuilder()
          .sslContext(CA.trustingContext())
          .followRedirects(HttpClient.Redirect.ALWAYS)
          .build();

  private final MemoryKeeper keeper = new MemoryKeeper(Optional.empty());
  private FakeTokenEndpoint endpoint = server().start();

  private static FakeTokenEndpointBuilder server() {
    return FakeTokenEndpoint.builder().tls(CA.localhost()).publicClient("app");
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void theCodeOfTheBrowserIsExchangedAndTheLoginKept() throws Exception {
    OAuthLogin login = login();
    BrowserLogin begun = login.browser(0);

    assertThat(visit(begun.page()).body()).contains("You are logged in");
    OAuthLogin.Done done = login.finish(begun);

    assertThat(done.file()).hasFileName("refresh-token");
    assertThat(endpoint.refreshTokens().accepts(keeper.secret().orElseThrow())).isTrue();
  }

  @Test
  void theRequestIsProvedByS256AndComesBackToThisHostAlone() throws Exception {
    OAuthLogin login = login();
    BrowserLogin begun = login.browser(0);
    visit(begun.page());
    login.finish(begun);

    Map<String, String> asked = last("/authorize").query();
    Map<String, String> form = last("/token").form();
    assertThat(asked)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "app")
        .containsEntry("scope", "mail offline_access")
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("login_hint", "pat");
    assertThat(asked.get("redirect_uri")).startsWith("http://127.0.0.1:");
    assertThat(form)
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("redirect_uri", asked.get("redirect_uri"));
    assertThat(s256(form.get("code_verifier"))).isEqualTo(asked.get("code_challenge"));
    assertThat(form.get("code_verifier")).hasSizeBetween(43, 128);
  }

  @Test
  void twoLoginsShareNeitherStateNorVerifier() throws Exception {
    try (BrowserLogin one = login().browser(0);
        BrowserLogin other = login().browser(0)) {
      visit(one.page());
      visit(other.page());
    }
    List<TokenRequest> asked = endpoint.requests();
    for (String parameter : List.of("state", "code_challenge")) {
      assertThat(asked.get(0).query().get(parameter))
          .isNotEqualTo(asked.get(1).query().get(parameter));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", ""})
  void anAnswerWithAnotherStateIsNotTakenAndTheRightOneStillIs(String state) throws Exception {
    OAuthLogin login = login();
    BrowserLogin begun = login.browser(0);
    endpoint.browsers().redirectWith("state", state);
    assertThat(visit(begun.page()).statusCode()).isEqualTo(400);
    endpoint.browsers().redirectWithout("state");
    assertThat(visit(begun.page()).statusCode()).isEqualTo(400);
    endpoint.recover();

    assertThat(visit(begun.page()).statusCode()).isEqualTo(200);
    login.finish(begun);

    assertThat(endpoint.requests()).filteredOn(it -> it.path().equals("/token")).hasSize(1);
    assertThat(keeper.secret()).isPresent();
  }

  /** RFC 9207 section 2.4. */
  @ParameterizedTest
  @CsvSource({
    "true, right, 200",
    "true, missing, 400",
    "true, https://evil.example.com, 400",
    "true, '', 400",
    "false, right, 200",
    "false, missing, 200",
    "false, https://evil.example.com, 400"
  })
  void anAnswerOfAnotherIssuerIsNotTaken(boolean promised, String iss, int status)
      throws Exception {
    endpoint.close();
    endpoint = (promised ? server() : server().withoutIssuerInAnswers()).start();
    String own = endpoint.issuer().toString();
    if (iss.equals("missing")) {
      endpoint.browsers().redirectWithout("iss");
    } else {
      endpoint.browsers().redirectWith("iss", iss.replace("right", own));
    }
    OAuthLogin login =
        OAuthLogin.of(
            context(OAuthSettings.login().set(ClientKeys.ISSUER, endpoint.issuer()).build()));
    try (BrowserLogin begun = login.browser(0)) {
      assertThat(visit(begun.page()).statusCode()).isEqualTo(status);
      if (status == 200) {
        login.finish(begun);
      }
      assertThat(keeper.secret().isPresent()).isEqualTo(status == 200);
    }
  }

  @Test
  void whoSaysNoInTheBrowserHasTheProvidersWordsAtTheTerminal() throws Exception {
    endpoint.browsers().denyAll();
    endpoint.browsers().redirectWith("error_description", "not\ntoday\u001b[2J");
    OAuthLogin login = login();
    BrowserLogin begun = login.browser(0);

    assertThat(visit(begun.page()).body()).contains("The login was refused");
    assertThatThrownBy(() -> login.finish(begun))
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("access_denied: not today\\u001b[2J; run `postern login` again");
    assertThat(keeper.secret()).isEmpty();
  }

  @Test
  void aCodeThatTheServerDoesNotKnowKeepsNothing() throws Exception {
    endpoint.browsers().redirectWith("code", "stolen-code-4711");
    OAuthLogin login = login();
    BrowserLogin begun = login.browser(0);
    visit(begun.page());

    assertThatThrownBy(() -> login.finish(begun))
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("invalid_grant")
        .hasMessageNotContaining("e-4711");
    assertThat(keeper.secret()).isEmpty();
  }

  @Test
  void whatIsNoAnswerOfALoginIsNotTaken() throws Exception {
    try (BrowserLogin begun = login().browser(0)) {
      visit(begun.page());
      URI back = URI.create(last("/authorize").query().get("redirect_uri"));
      assertThat(visit(back.resolve("/favicon.ico")).statusCode()).isEqualTo(404);
      assertThat(visit(back).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void nobodyIsAskedWhereALoginCouldNotBeKept() {
    keeper.unreadable(true);
    assertThatThrownBy(() -> login().browser(0)).hasMessageContaining("could not be kept");
    assertThat(endpoint.requests()).isEmpty();
  }

  @Test
  void whatNamesNoEndpointSaysWhichSettingIsMissing() {
    OAuthLogin login =
        OAuthLogin.of(
            context(OAuthSettings.login().set(OAuthKeys.TOKEN_URL, endpoint.uri()).build()));
    assertThatThrownBy(() -> login.browser(0))
        .hasMessageContaining("postern.oauth.authorization_url");
  }

  private TokenRequest last(String path) {
    return endpoint.requests().stream()
        .filter(request -> request.path().equals(path))
        .reduce((older, newer) -> newer)
        .orElseThrow();
  }

  private static String s256(String verifier) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static HttpResponse<String> visit(URI page) throws Exception {
    return BROWSER.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
  }

  private OAuthLogin login() {
    return OAuthLogin.of(
        context(
            OAuthSettings.login()
                .set(OAuthKeys.TOKEN_URL, endpoint.uri())
                .set(LoginKeys.AUTHORIZATION_URL, endpoint.authorizationUri())
                .set(LoginKeys.PARAM.member("login_hint"), "pat")
                .build()));
  }

  private AuthContext context(MailSettings settings) {
    return new AuthContext(settings, TlsTrust.of(CA.trustingContext()), Runnable::run, keeper);
  }
}
