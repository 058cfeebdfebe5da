package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.diagnosis.Evidence;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.SecretKeeper;
import org.postern.core.spi.TlsTrust;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.RefreshTokens.Rotation;
import org.postern.testkit.TestCa;
import org.postern.testkit.TokenAnswer;

/** The grant refresh_token, against an endpoint that really rotates. */
class RefreshTokenTest {

  private static final TestCa CA = TestCa.create();

  private FakeTokenEndpoint endpoint;
  private MemoryKeeper keeper;

  @BeforeEach
  void start() {
    start(Rotation.STRICT);
  }

  private void start(Rotation rotation) {
    stop();
    endpoint =
        FakeTokenEndpoint.builder()
            .tls(CA.localhost())
            .publicClient("app")
            .refreshToken("first-refresh-token")
            .rotation(rotation)
            .start();
    keeper = new MemoryKeeper(Optional.of("first-refresh-token"));
  }

  @AfterEach
  void stop() {
    if (endpoint != null) {
      endpoint.close();
    }
  }

  @Test
  void aRotatedTokenIsKeptBeforeTheNewAccessTokenIsHandedOut() throws Exception {
    TokenSource source = source();
    for (int i = 1; i <= 3; i++) {
      TokenSource.AccessToken token = source.fetch();
      assertThat(endpoint.tokens().accepts(token.value().reveal())).isTrue();
      assertThat(keeper.history()).hasSize(i);
      assertThat(endpoint.refreshTokens().accepts(keeper.secret().orElseThrow())).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Rotation.class)
  void itGoesOnForAsLongAsTheProviderLetsItHoweverItRotates(Rotation rotation) throws Exception {
    start(rotation);
    for (int i = 0; i < 20; i++) {
      source().fetch(); // each as after a restart
    }
    assertThat(keeper.history()).hasSize(rotation == Rotation.NEVER ? 0 : 20);
  }

  @Test
  void aTokenThatAnotherProcessHasKeptMeanwhileIsUsed() throws Exception {
    TokenSource here = source();
    here.fetch();
    source().fetch(); // another process

    assertThat(here.fetch().value().reveal()).isNotEmpty();
  }

  @Test
  void withoutALoginMailWaitsAndSaysWhatToRun() {
    keeper = new MemoryKeeper(Optional.empty());
    assertThat(refusal()).hasMessageEndingWith("run `postern login`");
    assertThat(refusal().permanent()).isTrue();
    assertThat(diagnosis(refusal())).contains("token.login-lost");
  }

  @Test
  void aRevokedLoginSaysWhatToRunAndShowsNoToken() {
    endpoint.refreshTokens().revoke("first-refresh-token");
    AuthException refused = refusal();
    assertThat(refused)
        .hasMessageEndingWith("run `postern login`")
        .hasMessageContaining("invalid_grant")
        .hasMessageNotContaining("first-refresh-token");
    assertThat(refused.permanent()).isTrue();
    assertThat(diagnosis(refused)).contains("token.login-lost");
  }

  @Test
  void whatTheDiskDoesNotTakeIsKeptInMemoryAndWrittenLater() throws Exception {
    TokenSource source = source();
    keeper.full(true);
    source.fetch();
    source.fetch();
    assertThat(keeper.secret()).contains("first-refresh-token");
    keeper.full(false);
    source.fetch();

    assertThat(keeper.history()).hasSize(1);
    assertThat(source().fetch().value().reveal()).isNotEmpty();
  }

  @Test
  void anUnwrittenTokenGivesWayToALoginThatSomebodyDidMeanwhile() throws Exception {
    TokenSource source = source();
    keeper.full(true);
    source.fetch();
    keeper.full(false);
    start(Rotation.STRICT); // the provider forgets all others
    keeper.put("first-refresh-token-of-a-new-login");
    FakeTokenEndpoint old = endpoint;
    endpoint =
        FakeTokenEndpoint.builder()
            .tls(CA.localhost())
            .publicClient("app")
            .refreshToken("first-refresh-token-of-a-new-login")
            .start();
    old.close();

    assertThat(source().fetch().value().reveal()).isNotEmpty();
  }

  @Test
  void anAnswerThatIsLostIsPassingAndTheNextOneWorksWhereTheOldTokenStaysGood() throws Exception {
    start(Rotation.OLD_STAYS_GOOD);
    endpoint.next(TokenAnswer.token().cutAfter(0));
    assertThat(refusal().permanent()).isFalse();
    assertThat(source().fetch().value().reveal()).isNotEmpty();
  }

  @Test
  void withoutSomethingToKeepItInNothingIsAsked() {
    assertThatThrownBy(() -> source(SecretKeeper.NONE).fetch())
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("no key ring");
    assertThat(endpoint.requests()).isEmpty();
  }

  private TokenSource source() {
    return source(keeper);
  }

  private TokenSource source(SecretKeeper with) {
    return OAuthSettings.source(
        OAuthSettings.login().set(OAuthKeys.TOKEN_URL, endpoint.uri()).build(),
        TlsTrust.of(CA.trustingContext()),
        with);
  }

  private AuthException refusal() {
    AuthException[] refused = new AuthException[1];
    assertThatThrownBy(() -> source().fetch())
        .isInstanceOfSatisfying(AuthException.class, thrown -> refused[0] = thrown);
    return refused[0];
  }

  private static Optional<String> diagnosis(AuthException refused) {
    return Diagnoses.builtIn()
        .find(Evidence.pasted(String.valueOf(refused.getMessage())))
        .map(Diagnosis::id);
  }
}
