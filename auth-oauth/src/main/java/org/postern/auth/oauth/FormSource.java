package org.postern.auth.oauth;

import java.net.URI;
import java.util.Optional;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/** Tokens by a grant that needs nothing but the settings. Thread safe. */
final class FormSource implements TokenSource {

  private final TokenClient client;
  private final TokenClient.Grant grant;

  private FormSource(TokenClient client, TokenClient.Grant grant) {
    this.client = client;
    this.grant = grant;
  }

  /** The client credentials grant (RFC 6749 section 4.4). */
  static FormSource clientCredentials(SettingValues values, Endpoints endpoints) {
    return new FormSource(
        TokenClient.of(values, endpoints),
        (form, endpoint) -> {
          form.set("grant_type", "client_credentials");
          form.set("scope", values.find(OAuthKeys.SCOPE).orElse(""));
        });
  }

  /**
   * The JWT bearer grant (RFC 7523 section 2.1) of a Google service account. The scope is a claim
   * of the assertion, not a field of the form.
   */
  static FormSource serviceAccount(SettingValues values, Endpoints endpoints) {
    return new FormSource(
        TokenClient.provedByItsGrant(values, endpoints), new ServiceAccountGrant(values));
  }

  @Override
  public Optional<URI> address() throws AuthException {
    return Optional.of(client.first(grant.endpoint()));
  }

  @Override
  public AccessToken fetch() throws AuthException {
    return client.ask(grant).token();
  }
}
