package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.spi.AuthException;
import org.postern.testkit.FakeProvider;
import org.postern.testkit.FakeServiceAccount;
import org.postern.testkit.TokenRequest;

/** Google's service accounts, at an endpoint that checks their assertions as Google does. */
class ServiceAccountTest {

  private static final String MAIL = "https://mail.google.com/";
  private static final FakeServiceAccount ACCOUNT =
      FakeServiceAccount.create("mail@project.example.com").delegated(MAIL);

  private final FakeProvider provider =
      FakeProvider.google().mailbox("app@example.com").serviceAccount(ACCOUNT).start();

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void asksInTheNameOfTheMailboxWithNothingButItsAssertion() throws Exception {
    TokenSource.AccessToken token = source(settings(ACCOUNT).build()).fetch();

    assertThat(provider.tokens().accepts(token.value().reveal())).isTrue();
    TokenRequest asked = provider.tokenEndpoint().requests().get(0);
    assertThat(asked.form()).containsOnlyKeys("grant_type", "assertion");
    assertThat(asked.clientAuth()).isEqualTo(TokenRequest.ClientAuth.NONE);
  }

  @Test
  void eachRequestHasAnAssertionOfItsOwn() throws Exception {
    TokenSource source = source(settings(ACCOUNT).build());
    source.fetch();
    source.fetch();

    assertThat(provider.tokenEndpoint().requests())
        .extracting(request -> request.form().get("assertion"))
        .doesNotHaveDuplicates();
  }

  @Test
  void aTokenUrlOfTheSettingsComesBeforeThatOfTheFile() throws Exception {
    String elsewhere = ACCOUNT.keyFile(URI.create("https://does-not-exist.invalid/token"));
    MailSettings settings =
        settings(ACCOUNT)
            .set(ClientKeys.SERVICE_ACCOUNT, Secret.of(elsewhere))
            .set(OAuthKeys.TOKEN_URL, provider.tokenUri())
            .build();

    assertThat(source(settings).fetch().value().reveal()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "app@example.com, https://mail.example.com/other, unauthorized_client",
    "nobody@example.com, https://mail.google.com/, Invalid email or User ID"
  })
  void whatGoogleRefusesNeedsAPersonAndIsSaidInItsWords(String subject, String scope, String said) {
    MailSettings settings =
        settings(ACCOUNT).set(ClientKeys.SUBJECT, subject).set(OAuthKeys.SCOPE, scope).build();

    assertThatThrownBy(() -> source(settings).fetch())
        .isInstanceOfSatisfying(
            AuthException.class, refused -> assertThat(refused.permanent()).isTrue())
        .hasMessageContaining(said);
  }

  @Test
  void theKeyOfAnotherAccountOpensNothing() {
    MailSettings settings = settings(FakeServiceAccount.create(ACCOUNT.email())).build();

    assertThatThrownBy(() -> source(settings).fetch())
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("Invalid JWT Signature");
    assertThat(provider.tokens().issued()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "no json PRIVATE", "broken key"})
  void whatIsNoKeyFileIsSaidWithoutAnythingOfIt(String text) {
    String broken =
        text.equals("broken key") ? ACCOUNT.keyFile(provider.tokenUri()).replace("MII", "X") : text;

    assertThatThrownBy(() -> ServiceAccount.read(Secret.of(broken)))
        .hasMessageContaining("no JSON key file of Google")
        .hasMessageNotContaining("PRIVATE")
        .hasNoCause();
  }

  private MailSettings.Builder settings(FakeServiceAccount account) {
    return OAuthSettings.of()
        .set(OAuthKeys.SCOPE, MAIL)
        .set(OAuthKeys.GRANT, OAuthKeys.Grant.JWT_BEARER)
        .set(ClientKeys.SERVICE_ACCOUNT, Secret.of(account.keyFile(provider.tokenUri())));
  }

  private TokenSource source(MailSettings settings) {
    return OAuthSettings.source(settings, provider.ca().trustingContext());
  }
}
