package org.postern.auth.oauth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.auth.oauth.OAuthKeys.Grant;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;
import org.postern.core.vitals.Ending;

/** What of the login that the settings choose ends at a known time. Thread safe. */
final class LoginEndings {

  private final SettingValues values;

  LoginEndings(SettingValues values) {
    this.values = values;
  }

  /** Files that cannot be read are left out: the token request says what is wrong with them. */
  List<Ending> now() {
    if (values.get(OAuthKeys.GRANT) == Grant.JWT_BEARER) {
      return List.of(); // the key of a service account has no end
    }
    return Stream.of(clientEnding(), refreshToken()).flatMap(Optional::stream).toList();
  }

  private Optional<Ending> clientEnding() {
    return switch (values.get(OAuthKeys.CLIENT_AUTH)) {
      case CLIENT_SECRET_POST, CLIENT_SECRET_BASIC ->
          values
              .find(EndingKeys.CLIENT_SECRET_EXPIRES)
              .map(
                  at ->
                      new Ending(
                          "client secret",
                          at,
                          "make another at the provider, put it in by `postern encrypt`, set "
                              + EndingKeys.CLIENT_SECRET_EXPIRES
                              + " anew, then `postern reload`"));
      case PRIVATE_KEY_JWT, TLS_CLIENT_AUTH -> certificate();
      case WORKLOAD_IDENTITY, MANAGED_IDENTITY, NONE -> Optional.empty();
    };
  }

  private Optional<Ending> certificate() {
    try {
      List<X509Certificate> chain = ClientKeyFile.of(values).read().chain();
      return chain.stream()
          .findFirst()
          .map(
              own ->
                  new Ending(
                      "client certificate",
                      own.getNotAfter().toInstant(),
                      "have it issued anew and let the authorization server know it; "
                          + values.get(ClientKeys.KEY_FILE)
                          + " is read at each request"));
    } catch (AuthException unreadable) {
      return Optional.empty();
    }
  }

  /** The file's time is that of the last use: {@link RefreshSource} sees to it. */
  private Optional<Ending> refreshToken() {
    Path file = values.get(LoginKeys.REFRESH_TOKEN_FILE);
    if (values.get(OAuthKeys.GRANT) != Grant.REFRESH_TOKEN
        || values.find(EndingKeys.REFRESH_TOKEN_IDLE).isEmpty()) {
      return Optional.empty();
    }
    try {
      Instant used = Files.getLastModifiedTime(file).toInstant();
      return Optional.of(
          new Ending(
              "refresh token",
              used.plus(values.get(EndingKeys.REFRESH_TOKEN_IDLE)),
              "let it be used: `postern check` does that; once it has ended: `postern login`"));
    } catch (IOException nobodyLoggedIn) {
      return Optional.empty();
    }
  }
}
