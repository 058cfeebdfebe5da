package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
import org.postern.testkit.TestCa;
import org.postern.testkit.TokenAnswer;
import org.postern.testkit.TokenFault;

/** A person's login on another device (RFC 8628). Nothing sleeps: pauses are noted. */
class DeviceLoginTest {

  private static final TestCa CA = TestCa.create();
  private static final TokenAnswer PENDING = TokenAnswer.error(400, "authorization_pending", "");
  private static final TokenAnswer SLOW_DOWN = TokenAnswer.error(400, "slow_down", "");

  private final MemoryKeeper keeper = new MemoryKeeper(Optional.empty());
  private final List<Duration> pauses = new ArrayList<>();
  private FakeTokenEndpoint endpoint = server(Duration.ofMinutes(15), Duration.ofSeconds(5));

  private static FakeTokenEndpoint server(Duration codeLifetime, Duration interval) {
    return FakeTokenEndpoint.builder()
        .tls(CA.localhost())
        .publicClient("app")
        .deviceLogin(codeLifetime, interval)
        .start();
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void aLoginIsKeptOnceThePersonHasAgreed() throws Exception {
    endpoint.close();
    endpoint = server(Duration.ofHours(1), Duration.ZERO);
    OAuthLogin login = login();
    DeviceLogin begun = login.device();
    assertThat(begun.page()).isEqualTo(endpoint.uri().resolve("/device"));
    assertThat(begun.pageWithCode().toString()).contains(begun.userCode());
    endpoint.devices().approve(begun.userCode());

    OAuthLogin.Done done = login.finish(begun);

    assertThat(done.file()).hasFileName("refresh-token");
    assertThat(endpoint.refreshTokens().accepts(keeper.secret().orElseThrow())).isTrue();
    assertThat(done.toString()).doesNotContain(keeper.secret().orElseThrow());
  }

  @Test
  void whoHasNotDecidedYetIsWaitedForAtTheSamePace() throws Exception {
    OAuthLogin login = login();
    DeviceLogin begun = login.device();

    login.keep(
        begun.await(
            pause -> {
              pauses.add(pause);
              if (pauses.size() == 3) {
                endpoint.devices().approve(begun.userCode());
              }
              endpoint.next(pauses.size() < 3 ? PENDING : TokenAnswer.token());
            }));

    assertThat(pauses).isEqualTo(Collections.nCopies(3, Duration.ofSeconds(5)));
    assertThat(keeper.secret()).isPresent();
  }

  /** RFC 8628 section 3.5. */
  @Test
  void whoIsAskedToSlowDownWaitsFiveSecondsMoreFromThenOn() throws Exception {
    DeviceLogin begun = login().device();
    endpoint.devices().approve(begun.userCode());
    endpoint.next(PENDING, SLOW_DOWN, SLOW_DOWN, PENDING);

    begun.await(pauses::add);

    assertThat(pauses).extracting(Duration::toSeconds).containsExactly(5L, 5L, 10L, 15L, 15L);
  }

  @Test
  void whoPollsTooFastIsToldSoAndLearns() throws Exception {
    endpoint.close();
    // no machine stalls so long that the next poll would be in time
    endpoint = server(Duration.ofHours(1), Duration.ofMinutes(5));
    DeviceLogin begun = login().device();
    assertThatThrownBy(
            () ->
                begun.await(
                    pause -> {
                      pauses.add(pause);
                      if (pauses.size() == 4) {
                        endpoint.devices().expire(begun.userCode());
                      }
                    }))
        .hasMessageContaining("expired_token");

    // the server's own count, of a client that skips its pauses: pending, then slow_down twice
    assertThat(pauses).extracting(Duration::toSeconds).containsExactly(300L, 300L, 305L, 310L);
  }

  @ParameterizedTest
  @CsvSource({"null, 5", "'\"3\"', 5", "-1, 5", "7, 7"})
  void theIntervalIsTheServersOrFiveSeconds(String interval, long seconds) throws Exception {
    endpoint.nextDevice(
        TokenAnswer.json(
            "{\"device_code\":\"d\",\"user_code\":\"u\",\"expires_in\":60,\"interval\":"
                + interval
                + ",\"verification_uri\":\"https://idp.example.com/\"}"));
    endpoint.next(TokenAnswer.error(400, "access_denied", ""));
    DeviceLogin begun = login().device();

    assertThatThrownBy(() -> begun.await(pauses::add)).isInstanceOf(AuthException.class);

    assertThat(pauses).containsExactly(Duration.ofSeconds(seconds));
  }

  @Test
  void whoSaysNoEndsTheLoginAtOnce() throws Exception {
    DeviceLogin begun = login().device();
    endpoint.devices().deny(begun.userCode());

    assertThat(refusal(begun))
        .hasMessageContaining("access_denied")
        .hasMessageContaining("Run `postern login` again");
    assertThat(pauses).hasSize(1);
  }

  @Test
  void aCodeThatIsTooOldForTheServerEndsTheLoginAtOnce() throws Exception {
    DeviceLogin begun = login().device();
    endpoint.devices().expire(begun.userCode());

    assertThat(refusal(begun))
        .hasMessageContaining("expired_token")
        .hasMessageContaining("Run `postern login` again");
    assertThat(pauses).hasSize(1);
  }

  @Test
  void whoTakesTooLongIsToldToBeginAgain() throws Exception {
    endpoint.close();
    endpoint = server(Duration.ZERO, Duration.ZERO);

    assertThat(refusal(login().device()))
        .hasMessageContaining("in time; run `postern login` again");
    assertThat(pauses).isEmpty();
  }

  @Test
  void aPassingFaultOfTheServerDoesNotEndTheWaitingButSlowsItDown() throws Exception {
    OAuthLogin login = login();
    DeviceLogin begun = login.device();
    endpoint.devices().approve(begun.userCode());
    endpoint.next(PENDING, TokenFault.UNAVAILABLE.answer(), TokenFault.HTML_BAD_GATEWAY.answer());

    login.keep(begun.await(pauses::add));

    assertThat(keeper.secret()).isPresent();
    assertThat(pauses).extracting(Duration::toSeconds).containsExactly(5L, 5L, 10L, 15L);
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
    endpoint.nextDevice(TokenAnswer.json("{\"device_code\":\"d\",\"interval\":0," + members + "}"));

    assertThatThrownBy(() -> login().device())
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("names no web page or no code");
  }

  @Test
  void aRefusedBeginningIsSaidInTheWordsOfTheEndpointThatWasAsked() {
    endpoint.nextDevice(TokenAnswer.error(400, "unauthorized_client", "no device login"));

    assertThatThrownBy(() -> login().device())
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("/devicecode answered 400 unauthorized_client: no device login");
  }

  @Test
  void aLoginWithoutARefreshTokenSaysWhatIsMissing() throws Exception {
    OAuthLogin login = login();
    DeviceLogin begun = login.device();
    endpoint.devices().approve(begun.userCode());
    endpoint.next(TokenAnswer.token().without("refresh_token"));
    TokenSource.AccessToken token = begun.await(pauses::add);

    assertThatThrownBy(() -> login.keep(token))
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("offline_access");
  }

  @Test
  void nobodyIsAskedWhereALoginCouldNotBeKept() {
    keeper.unreadable(true);
    assertThatThrownBy(() -> login().device()).hasMessageContaining("could not be kept");
    assertThat(endpoint.requests()).isEmpty();
  }

  @Test
  void whatNamesNoEndpointSaysWhichSettingIsMissing() {
    OAuthLogin login = login(settings().build());
    assertThatThrownBy(login::device)
        .hasMessageContaining("postern.oauth.device_authorization_url");
  }

  private AuthException refusal(DeviceLogin begun) {
    AuthException[] refused = new AuthException[1];
    assertThatThrownBy(() -> begun.await(pauses::add))
        .isInstanceOfSatisfying(AuthException.class, thrown -> refused[0] = thrown);
    assertThat(refused[0].permanent()).isTrue();
    assertThat(keeper.secret()).isEmpty();
    return refused[0];
  }

  private MailSettings.Builder settings() {
    return OAuthSettings.login().set(OAuthKeys.TOKEN_URL, endpoint.uri());
  }

  private OAuthLogin login() {
    return login(settings().set(LoginKeys.DEVICE_URL, endpoint.deviceUri()).build());
  }

  private OAuthLogin login(MailSettings settings) {
    return OAuthLogin.of(
        new AuthContext(settings, TlsTrust.of(CA.trustingContext()), Runnable::run, keeper));
  }
}
