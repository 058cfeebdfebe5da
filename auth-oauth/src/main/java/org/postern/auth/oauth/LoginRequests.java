package org.postern.auth.oauth;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/** The requests of a login to the authorization server. */
final class LoginRequests {

  private final SettingValues values;
  private final Endpoints endpoints;

  LoginRequests(SettingValues values, Endpoints endpoints) {
    this.values = values;
    this.endpoints = endpoints;
  }

  String clientId() {
    return values.get(OAuthKeys.CLIENT_ID);
  }

  String scope() {
    return values.find(OAuthKeys.SCOPE).orElse("");
  }

  Map<String, String> further() {
    return values.members(LoginKeys.PARAM);
  }

  /** The token endpoint's answer to this form, with the client's proof. */
  TokenEndpoint.Answer token(TokenForm form) throws AuthException {
    URI url = endpoints.token(Optional.empty());
    ClientProofs.of(values).add(form, url);
    values.members(ClientKeys.PARAM).forEach(form::set);
    return endpoints.at(url).post(form.encoded(), form.authorization());
  }

  TokenSource.AccessToken read(TokenEndpoint.Answer answer) throws AuthException {
    URI url = endpoints.token(Optional.empty());
    return new TokenReply(url, values.find(OAuthKeys.CLIENT_SECRET)).read(answer);
  }

  /** The members of a JSON answer; empty where it is none. */
  static Map<String, Object> members(TokenEndpoint.Answer answer) {
    try {
      return JSONObjectUtils.parse(new String(answer.body(), StandardCharsets.UTF_8));
    } catch (ParseException notJson) {
      return Map.of();
    }
  }
}
