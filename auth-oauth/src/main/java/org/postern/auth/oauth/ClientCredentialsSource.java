package org.postern.auth.oauth;

import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/** The client credentials grant (RFC 6749 section 4.4), with the secret in form or header. */
final class ClientCredentialsSource implements TokenSource {

  private final URI url;
  private final String clientId;
  private final Secret clientSecret;
  private final String scope;
  private final OAuthKeys.ClientAuth auth;
  private final TokenEndpoint endpoint;

  ClientCredentialsSource(SettingValues values, SSLContext trust) {
    this.url = values.get(OAuthKeys.TOKEN_URL);
    this.clientId = values.get(OAuthKeys.CLIENT_ID);
    this.clientSecret = values.get(OAuthKeys.CLIENT_SECRET);
    this.scope = values.get(OAuthKeys.SCOPE);
    this.auth = values.get(OAuthKeys.CLIENT_AUTH);
    this.endpoint =
        new TokenEndpoint(
            url, trust, values.get(OAuthKeys.CONNECT_TIMEOUT), values.get(OAuthKeys.TOTAL_TIMEOUT));
  }

  @Override
  public AccessToken fetch() throws AuthException {
    HTTPRequest request =
        new TokenRequest.Builder(url, authentication(), new ClientCredentialsGrant())
            .scope(Scope.parse(scope))
            .build()
            .toHTTPRequest();
    TokenEndpoint.Answer answer =
        endpoint.post(request.getBody(), Optional.ofNullable(request.getAuthorization()));
    return new TokenReply(url, clientSecret).read(answer);
  }

  private ClientAuthentication authentication() {
    ClientID id = new ClientID(clientId);
    var secret = new com.nimbusds.oauth2.sdk.auth.Secret(clientSecret.reveal());
    return switch (auth) {
      case CLIENT_SECRET_POST -> new ClientSecretPost(id, secret);
      case CLIENT_SECRET_BASIC -> new ClientSecretBasic(id, secret);
    };
  }
}
