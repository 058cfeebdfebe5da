package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.testkit.RefreshTokens.Rotation;

/** Refresh tokens and logins by another device at the fake token endpoint. */
class UserGrantsTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private FakeTokenEndpoint endpoint = FakeTokenEndpoint.builder().publicClient("app").start();

  @AfterEach
  void stop() {
    endpoint.close();
  }

  private void start(Rotation rotation) {
    endpoint.close();
    endpoint =
        FakeTokenEndpoint.builder()
            .publicClient("app")
            .refreshToken("first")
            .rotation(rotation)
            .start();
  }

  @Test
  void refreshTokenThatNeverRotatesStaysTheOnlyOne() throws Exception {
    start(Rotation.NEVER);

    assertThat(refresh("first")).contains("access_token").doesNotContain("refresh_token");
    assertThat(refresh("first")).contains("access_token");
    assertThat(refresh("unknown")).contains("invalid_grant");
    assertThat(endpoint.refreshTokens().issued()).containsExactly("first");
  }

  @Test
  void oldRefreshTokenStaysGoodWhereTheProviderLetsIt() throws Exception {
    start(Rotation.OLD_STAYS_GOOD);

    String second = member(refresh("first"), "refresh_token");
    assertThat(second).isNotEqualTo("first");
    assertThat(refresh("first")).contains("access_token");
    assertThat(refresh(second)).contains("access_token");
  }

  @Test
  void strictRotationEndsTheOldOneAndItsReuseEndsTheNewOne() throws Exception {
    start(Rotation.STRICT);

    String second = member(refresh("first"), "refresh_token");
    String third = member(refresh(second), "refresh_token");
    assertThat(endpoint.refreshTokens().accepts(third)).isTrue();
    assertThat(refresh("first")).contains("invalid_grant");
    assertThat(refresh(third)).contains("invalid_grant");
  }

  @ParameterizedTest
  @EnumSource(Rotation.class)
  void revokedRefreshTokenIsRefused(Rotation rotation) throws Exception {
    start(rotation);

    endpoint.refreshTokens().revoke("first");
    assertThat(refresh("first")).contains("invalid_grant");
  }

  @Test
  void tokenIsRotatedEvenWhereTheAnswerIsLost() throws Exception {
    start(Rotation.STRICT);
    endpoint.next(TokenAnswer.token().cutAfter(0));

    assertThat(refresh("first")).isEqualTo("broken");
    assertThat(endpoint.refreshTokens().accepts("first")).isFalse();
  }

  @Test
  void deviceLoginGivesATokenOnceTheUserHasAgreed() throws Exception {
    device(Duration.ofHours(1), Duration.ZERO);
    String begun = post(endpoint.deviceUri(), "client_id=app&scope=mail");
    String code = member(begun, "device_code");
    String userCode = member(begun, "user_code");

    assertThat(begun).contains("\"verification_uri\"", "\"expires_in\":3600", "\"interval\":0");
    assertThat(poll(code)).contains("authorization_pending");
    assertThat(endpoint.devices().waiting()).containsExactly(userCode);
    endpoint.devices().approve(userCode);
    String granted = poll(code);
    assertThat(endpoint.tokens().accepts(member(granted, "access_token"))).isTrue();
    assertThat(endpoint.refreshTokens().accepts(member(granted, "refresh_token"))).isTrue();
    assertThat(poll(code)).as("a code is good once").contains("invalid_grant");
  }

  @Test
  void deviceLoginTellsWhoPollsTooFastToSlowDown() throws Exception {
    device(Duration.ofHours(1), Duration.ofMinutes(30));
    String code = member(post(endpoint.deviceUri(), "client_id=app"), "device_code");

    assertThat(poll(code)).contains("authorization_pending");
    assertThat(poll(code)).contains("slow_down");
  }

  @Test
  void deviceLoginIsDeniedOrExpires() throws Exception {
    device(Duration.ofHours(1), Duration.ZERO);
    String denied = post(endpoint.deviceUri(), "client_id=app");
    String expired = post(endpoint.deviceUri(), "client_id=app");

    endpoint.devices().deny(member(denied, "user_code"));
    endpoint.devices().expire(member(expired, "user_code"));
    assertThat(poll(member(denied, "device_code"))).contains("access_denied");
    assertThat(poll(member(expired, "device_code"))).contains("expired_token");
  }

  @Test
  void userAgreesOnThePageWhoseAddressTheClientIsTold() throws Exception {
    device(Duration.ofHours(1), Duration.ZERO);
    String begun = post(endpoint.deviceUri(), "client_id=app");
    URI page = URI.create(member(begun, "verification_uri"));

    HttpRequest look =
        HttpRequest.newBuilder(URI.create(member(begun, "verification_uri_complete"))).build();
    assertThat(HTTP.send(look, HttpResponse.BodyHandlers.ofString()).body())
        .contains("value=\"" + member(begun, "user_code") + "\"");
    assertThat(post(page, "approve=&user_code=" + member(begun, "user_code"))).contains("Approved");
    assertThat(poll(member(begun, "device_code"))).contains("access_token");
  }

  @Test
  void deviceEndpointCanBeScripted() throws Exception {
    endpoint.nextDevice(TokenAnswer.error(400, "unauthorized_client", "no device login"));

    assertThat(post(endpoint.deviceUri(), "client_id=app")).contains("unauthorized_client");
    assertThat(post(endpoint.deviceUri(), "client_id=app")).contains("device_code");
    assertThat(post(endpoint.deviceUri(), "client_id=other")).contains("invalid_client");
  }

  @Test
  void microsoftNamesAadstsNumbersAndGoogleItsOwnStatus() throws Exception {
    endpoint.close();
    endpoint =
        FakeTokenEndpoint.builder().client("app", "secret").errors(ErrorStyle.MICROSOFT).start();
    assertThat(post(endpoint.uri(), "grant_type=x&client_id=app&client_secret=no"))
        .contains("\"error\":\"invalid_client\"", "AADSTS7000215: ", "\"error_codes\":[7000215]")
        .contains("\"timestamp\":", "\"trace_id\":", "\"correlation_id\":", "error?code=7000215");
    assertThat(post(endpoint.uri(), "client_id=other")).contains("AADSTS700016");
    endpoint.close();
    endpoint =
        FakeTokenEndpoint.builder().client("app", "secret").errors(ErrorStyle.GOOGLE).start();
    assertThat(post(endpoint.uri(), "grant_type=x&client_id=app&client_secret=no"))
        .contains("\"error_description\":\"Unauthorized\"");
  }

  private void device(Duration lifetime, Duration interval) {
    endpoint.close();
    endpoint =
        FakeTokenEndpoint.builder().publicClient("app").deviceLogin(lifetime, interval).start();
  }

  private String refresh(String token) throws Exception {
    return post(endpoint.uri(), "grant_type=refresh_token&client_id=app&refresh_token=" + token);
  }

  private String poll(String deviceCode) throws Exception {
    return post(
        endpoint.uri(),
        "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=app&device_code="
            + deviceCode);
  }

  private static String post(URI uri, String form) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (java.io.IOException broken) {
      return "broken";
    }
  }

  private static String member(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    assertThat(found.find()).as(name + " in " + json).isTrue();
    return found.group(1);
  }
}
