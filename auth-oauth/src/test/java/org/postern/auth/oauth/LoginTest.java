package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.MailSettings;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.TlsTrust;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.TestCa;
import org.postern.testkit.TokenAnswer;

/** A person's login by device and by browser. */
class LoginTest {

  private static final TestCa CA = TestCa.create();
  private static final HttpClient BROWSER = HttpClient.newHttpClient();

  private final MemoryKeeper keeper = new MemoryKeeper(Optional.empty());

  @Test
  void aDeviceLoginIsKeptOnceThePersonHasAgreed() throws Exception {
    try (FakeTokenEndpoint endpoint = device(Duration.ofMinutes(1))) {
      OAuthLogin login = login(endpoint);
      DeviceLogin begun = login.device();
      assertThat(begun.page().toString()).isEqualTo(endpoint.uri().resolve("/device").toString());
      assertThat(begun.pageWithCode().toString()).contains(begun.userCode());
      endpoint.devices().approve(begun.userCode());

      OAuthLogin.Done done = login.finish(begun);

      assertThat(done.file()).hasFileName("refresh-token");
      assertThat(endpoint.refreshTokens().accepts(keeper.secret().orElseThrow())).isTrue();
      assertThat(done.toString()).doesNotContain(keeper.secret().orElseThrow());
    }
  }

  @Test
  void whoRefusesOrTakesTooLongIsToldToBeginAgain() throws Exception {
    try (FakeTokenEndpoint endpoint = device(Duration.ofMinutes(1))) {
      OAuthLogin login = login(endpoint);
      DeviceLogin begun = login.device();
      endpoint.devices().deny(begun.userCode());
      assertThatThrownBy(() -> login.finish(begun))
          .isInstanceOf(AuthException.class)
          .hasMessageContaining("access_denied");
    }
    try (FakeTokenEndpoint endpoint = device(Duration.ZERO)) {
      OAuthLogin login = login(endpoint);
      assertThatThrownBy(() -> login.finish(login.device()))
          .isInstanceOf(AuthException.class)
          .hasMessageContaining("in time; run `postern login` again");
    }
    assertThat(keeper.secret()).isEmpty();
  }

  @Test
  void aPassingFaultOfTheServerDoesNotEndTheWaiting() throws Exception {
    try (FakeTokenEndpoint endpoint = device(Duration.ofMinutes(1))) {
      OAuthLogin login = login(endpoint);
      DeviceLogin begun = login.device();
      endpoint.devices().approve(begun.userCode());
      endpoint.next(TokenAnswer.error(400, "authorization_pending", ""));
      endpoint.next(TokenAnswer.error(503, "temporarily_unavailable", "for a moment"));

      login.keep(begun.await(anyTime -> {}));

      assertThat(keeper.secret()).isPresent();
    }
  }

  @Test
  void whoIsAskedToSlowDownWaitsFiveSecondsMoreEachTime() throws Exception {
    try (FakeTokenEndpoint endpoint = device(Duration.ofMinutes(1))) {
      OAuthLogin login = login(endpoint);
      DeviceLogin begun = login.device();
      endpoint.devices().approve(begun.userCode());
      endpoint.next(TokenAnswer.error(400, "authorization_pending", ""));
      endpoint.next(TokenAnswer.error(400, "slow_down", ""));
      endpoint.next(TokenAnswer.error(400, "slow_down", ""));
      List<Duration> pauses = new ArrayList<>();

      login.keep(begun.await(pauses::add));

      assertThat(pauses).extracting(Duration::toSeconds).containsExactly(0L, 0L, 5L, 10L);
      assertThat(keeper.secret()).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"user_code\":\"u\"",
        "\"user_code\":\"u\",\"verification_uri\":\"file:///etc/passwd\"",
        "\"user_code\":\"u\\u001b[2J\",\"verification_uri\":\"https://idp.example.com/\"",
        "\"verification_uri\":\"https://idp.example.com/\""
      })
  void whatIsNoPageOrNoCodeIsNotShownToAnybody(String members) {
    try (RecordingEndpoint server =
        new RecordingEndpoint()
            .page("/device", "{\"device_code\":\"d\",\"interval\":0," + members + "}")) {
      assertThatThrownBy(() -> login(server).device())
          .isInstanceOf(AuthException.class)
          .hasMessageContaining("names no web page or no code");
    }
  }

  @Test
  void nobodyIsAskedWhereALoginCouldNotBeKept() {
    try (RecordingEndpoint server = new RecordingEndpoint()) {
      keeper.unreadable(true);
      assertThatThrownBy(() -> login(server).device()).hasMessageContaining("could not be kept");
      assertThatThrownBy(() -> login(server).browser(0)).hasMessageContaining("could not be kept");
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  void whoSaysNoInTheBrowserHasTheProvidersWordsAtTheTerminal() throws Exception {
    try (RecordingEndpoint server = new RecordingEndpoint()) {
      OAuthLogin login = login(server);
      BrowserLogin begun = login.browser(0);
      Map<String, String> asked = query(begun.page());
      CompletableFuture<Integer> visited =
          CompletableFuture.supplyAsync(
              () ->
                  untilKnown(
                      asked.get("redirect_uri")
                          + "?error=access_denied&error_description=not%0Atoday&state="
                          + asked.get("state")));

      assertThatThrownBy(() -> login.finish(begun))
          .isInstanceOf(AuthException.class)
          .hasMessageContaining("access_denied: not today; run `postern login` again");
      assertThat(visited.get()).isEqualTo(200);
      assertThat(server.asked()).isEmpty();
    }
  }

  /** 400 is what comes before the waiting has begun. */
  private static int untilKnown(String address) {
    try {
      int status;
      do {
        status = visit(address).statusCode();
      } while (status == 400);
      return status;
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void aBrowserLoginProvesItselfByPkceAndTakesOnlyItsOwnAnswer() throws Exception {
    try (RecordingEndpoint server =
        new RecordingEndpoint()
            .page(
                "/token",
                "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"refresh_token\":\"r1\"}")) {
      OAuthLogin login = login(server);
      BrowserLogin begun = login.browser(0);
      Map<String, String> asked = query(begun.page());
      assertThat(asked)
          .containsEntry("response_type", "code")
          .containsEntry("client_id", "app")
          .containsEntry("scope", "mail offline_access")
          .containsEntry("code_challenge_method", "S256")
          .containsEntry("login_hint", "pat");
      URI back = URI.create(asked.get("redirect_uri"));
      assertThat(back.getHost()).isEqualTo("127.0.0.1");
      CompletableFuture<OAuthLogin.Done> done =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return login.finish(begun);
                } catch (AuthException | InterruptedException failed) {
                  throw new IllegalStateException(failed);
                }
              });

      assertThat(visit(back + "?code=stolen&state=other").statusCode()).isEqualTo(400);
      assertThat(visit(back + "favicon.ico").statusCode()).isEqualTo(404);
      HttpResponse<String> page;
      do { // until the waiting has begun
        page = visit(back + "?code=c%2B1&state=" + asked.get("state"));
      } while (page.statusCode() == 400);

      assertThat(page.body()).contains("You are logged in");
      assertThat(done.get().file()).hasFileName("refresh-token");
      assertThat(keeper.secret()).contains("r1");
      Map<String, String> form = server.last().fields();
      assertThat(form)
          .containsEntry("grant_type", "authorization_code")
          .containsEntry("code", "c+1")
          .containsEntry("redirect_uri", back.toString());
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(form.get("code_verifier").getBytes(StandardCharsets.US_ASCII));
      assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(hash))
          .isEqualTo(asked.get("code_challenge"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, , false",
    "true, https://evil.example.com, false",
    "true, ISSUER, true",
    "false, https://evil.example.com, false",
    "false, ISSUER, true",
    "false, , true"
  })
  void anAnswerOfAnotherIssuerIsNotTaken(boolean promised, String iss, boolean taken)
      throws Exception {
    try (RecordingEndpoint server = new RecordingEndpoint()) {
      String issuer = server.uri("").toString();
      server.page(
          "/.well-known/openid-configuration",
          """
          {"issuer": "ISSUER", "authorization_endpoint": "ISSUER/authorize",
           "token_endpoint": "ISSUER/token",
           "authorization_response_iss_parameter_supported": PROMISED}
          """
              .replace("ISSUER", issuer)
              .replace("PROMISED", Boolean.toString(promised)));
      try (BrowserLogin begun = loginBy(issuer).browser(0)) {
        Map<String, String> answer = new TreeMap<>(Map.of("code", "c"));
        answer.put("state", query(begun.page()).get("state"));
        if (iss != null) {
          answer.put("iss", iss.replace("ISSUER", issuer));
        }
        assertThat(begun.belongs(answer)).isEqualTo(taken);
      }
    }
  }

  @Test
  void aLoginWithoutARefreshTokenSaysWhatIsMissing() throws Exception {
    try (RecordingEndpoint server =
        new RecordingEndpoint()
            .page(
                "/device",
                "{\"device_code\":\"d\",\"user_code\":\"u\",\"interval\":0,"
                    + "\"verification_uri\":\"https://idp.example.com/device\",\"expires_in\":60}")
            .page("/token", "{\"access_token\":\"a\",\"token_type\":\"bearer\"}")) {
      OAuthLogin login = login(server);
      assertThatThrownBy(() -> login.finish(login.device()))
          .isInstanceOf(AuthException.class)
          .hasMessageContaining("offline_access");
    }
  }

  @Test
  void whatNamesNoEndpointSaysWhichSettingIsMissing() throws Exception {
    try (RecordingEndpoint server = new RecordingEndpoint()) {
      OAuthLogin login = OAuthLogin.of(context(settings(server.uri("/token")).build()));
      assertThatThrownBy(login::device)
          .hasMessageContaining("postern.oauth.device_authorization_url");
      assertThatThrownBy(() -> login.browser(0))
          .hasMessageContaining("postern.oauth.authorization_url");
    }
  }

  private static HttpResponse<String> visit(String address) throws Exception {
    return BROWSER.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Map<String, String> query(URI page) {
    Map<String, String> all = new TreeMap<>();
    for (String pair : page.getRawQuery().split("&")) {
      String[] sides = pair.split("=", 2);
      all.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    return all;
  }

  private static FakeTokenEndpoint device(Duration codeLifetime) {
    return FakeTokenEndpoint.builder()
        .tls(CA.localhost())
        .publicClient("app")
        .deviceLogin(codeLifetime, Duration.ZERO)
        .start();
  }

  private OAuthLogin login(FakeTokenEndpoint endpoint) {
    return OAuthLogin.of(
        context(settings(endpoint.uri()).set(LoginKeys.DEVICE_URL, endpoint.deviceUri()).build()));
  }

  private OAuthLogin login(RecordingEndpoint server) {
    return OAuthLogin.of(
        context(
            settings(server.uri("/token"))
                .set(LoginKeys.DEVICE_URL, server.uri("/device"))
                .set(LoginKeys.AUTHORIZATION_URL, server.uri("/authorize"))
                .set(LoginKeys.PARAM.member("login_hint"), "pat")
                .build()));
  }

  private OAuthLogin loginBy(String issuer) {
    return OAuthLogin.of(
        context(OAuthSettings.login().set(ClientKeys.ISSUER, URI.create(issuer)).build()));
  }

  private AuthContext context(MailSettings settings) {
    return new AuthContext(settings, TlsTrust.of(CA.trustingContext()), Runnable::run, keeper);
  }

  private static MailSettings.Builder settings(URI tokenUrl) {
    return OAuthSettings.login().set(OAuthKeys.TOKEN_URL, tokenUrl);
  }
}
