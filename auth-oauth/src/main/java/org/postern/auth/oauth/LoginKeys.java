package org.postern.auth.oauth;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.postern.core.settings.SettingKey;

/** The settings of a person's login, which the grant {@code refresh_token} lives by. */
public final class LoginKeys {

  /** Where the refresh token is kept. */
  public static final SettingKey<Path> REFRESH_TOKEN_FILE =
      SettingKey.path("postern.oauth.refresh_token.file")
          .withDefault("refresh-token")
          .describedAs(
              "The file in which `postern login` keeps the refresh token, encrypted; several"
                  + " processes may share it. It is replaced whenever the provider issues a new"
                  + " one.");

  /** Where the browser is sent. */
  public static final SettingKey<URI> AUTHORIZATION_URL =
      SettingKey.url("postern.oauth.authorization_url")
          .describedAs(
              "The authorization endpoint, for `postern login` in a browser; default: what the"
                  + " issuer's metadata say.");

  /** Where a device's login begins. */
  public static final SettingKey<URI> DEVICE_URL =
      SettingKey.url("postern.oauth.device_authorization_url")
          .describedAs(
              "The device authorization endpoint (RFC 8628), for `postern login --device`;"
                  + " default: what the issuer's metadata say.");

  /** Further parameters of the login. */
  public static final SettingKey<String> PARAM =
      SettingKey.family("postern.oauth.login_param.")
          .describedAs(
              "A further parameter of the login's first request, such as"
                  + " postern.oauth.login_param.login_hint.");

  private LoginKeys() {}

  static Set<SettingKey<?>> all() {
    return Set.of(REFRESH_TOKEN_FILE, AUTHORIZATION_URL, DEVICE_URL, PARAM);
  }
}
