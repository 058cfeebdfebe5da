package org.postern.auth.oauth;

import java.net.URI;
import javax.net.ssl.SSLContext;
import org.postern.core.AuthStrategies;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.TlsMode;
import org.postern.core.spi.SecretKeeper;
import org.postern.core.spi.TlsTrust;

/** The settings that tests of this scheme begin with, and the source of tokens that they make. */
final class OAuthSettings {

  private OAuthSettings() {}

  /** Of app@example.com at a mail server on this host; nothing of the client yet. */
  static MailSettings.Builder of() {
    return MailSettings.builder(AuthStrategies.of(new OAuthProvider()).schemes())
        .set(CoreKeys.HOST, "localhost")
        .set(CoreKeys.SCHEME, "oauth")
        .set(CoreKeys.TLS_MODE, TlsMode.STARTTLS)
        .set(OAuthKeys.USER, "app@example.com")
        .set(OAuthKeys.SCOPE, "mail");
  }

  /** With the client {@code app}, which proves itself so. */
  static MailSettings.Builder client(OAuthKeys.ClientAuth proof) {
    return of().set(OAuthKeys.CLIENT_ID, "app").set(OAuthKeys.CLIENT_AUTH, proof);
  }

  /** With the client {@code app}, its secret, and who is asked. */
  static MailSettings.Builder secret(String secret, URI tokenUrl) {
    return of().set(OAuthKeys.CLIENT_ID, "app")
        .set(OAuthKeys.CLIENT_SECRET, Secret.of(secret))
        .set(OAuthKeys.TOKEN_URL, tokenUrl);
  }

  /** With the public client {@code app} and the grant of a person's login. */
  static MailSettings.Builder login() {
    return client(OAuthKeys.ClientAuth.NONE)
        .set(OAuthKeys.GRANT, OAuthKeys.Grant.REFRESH_TOKEN)
        .set(OAuthKeys.SCOPE, "mail offline_access");
  }

  /** Where tokens come from by these settings, with nothing kept. */
  static TokenSource source(MailSettings settings, SSLContext trust) {
    return source(settings, TlsTrust.of(trust), SecretKeeper.NONE);
  }

  static TokenSource source(MailSettings settings, TlsTrust trust, SecretKeeper keeper) {
    return OAuthProvider.source(
        settings.values(), new EndpointAccess(settings.values(), trust), keeper);
  }
}
