package org.postern.auth.oauth;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.SecretKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks by the refresh token of a person's login (RFC 6749 section 6). The file is ours alone from
 * before it is read until a token that replaces it is on disk, so that any number of threads and
 * processes use each refresh token once. Thread safe.
 *
 * <p>One window is left by the protocol: a process that is killed after the provider has replaced
 * the token and before the new one has arrived and is on disk. Nothing is lost where the provider
 * still takes the old one then, as Microsoft and Google do; with strict rotation the login is to be
 * done again.
 */
final class RefreshSource implements TokenSource {

  /** What the secret is bound to. */
  static final String NAME = LoginKeys.REFRESH_TOKEN_FILE.name();

  private static final Logger LOG = LoggerFactory.getLogger(RefreshSource.class);
  private static final String LOG_IN = "run `postern login`";

  private final Path file;
  private final SecretKeeper keeper;
  private final TokenClient client;
  private final String scope;
  private Optional<Unsaved> unsaved = Optional.empty();

  RefreshSource(SettingValues values, Endpoints endpoints, SecretKeeper keeper) {
    this.file = values.get(LoginKeys.REFRESH_TOKEN_FILE);
    this.keeper = keeper;
    this.client =
        TokenClient.of(
            values, endpoints, "the refresh token of " + file + " is no longer good: " + LOG_IN);
    this.scope = values.find(OAuthKeys.SCOPE).orElse("");
  }

  /** A token that the disk did not take, in place of the one that is there. */
  private record Unsaved(Secret fresh, Optional<Secret> onDisk) {}

  @Override
  public Optional<URI> address() {
    return Optional.of(client.first(Optional.empty()));
  }

  @Override
  public synchronized AccessToken fetch() throws AuthException {
    try (SecretKeeper.Kept kept = keeper.open(file, NAME)) {
      Secret refresh =
          newest(kept)
              .orElseThrow(
                  () ->
                      AuthException.permanent(
                          "nobody is logged in: there is no refresh token in "
                              + file
                              + "; "
                              + LOG_IN,
                          null));
      AccessToken token = client.ask(by(refresh)).token();
      Optional<Secret> replaced =
          token.refreshToken().filter(fresh -> !fresh.reveal().equals(refresh.reveal()));
      if (replaced.isPresent() || unsaved.isPresent()) {
        save(kept, replaced.orElse(refresh));
      } else {
        used();
      }
      return token;
    } catch (IOException unusable) {
      throw AuthException.permanent(
          "the refresh token cannot be used: " + unusable.getMessage(), unusable);
    }
  }

  /** That of the disk, unless it is one that we could not replace there. */
  private Optional<Secret> newest(SecretKeeper.Kept kept) {
    Optional<String> onDisk = kept.secret().map(Secret::reveal);
    boolean sameAsThen =
        unsaved.filter(held -> held.onDisk().map(Secret::reveal).equals(onDisk)).isPresent();
    if (!sameAsThen) {
      unsaved = Optional.empty(); // another process, or a new login, has written since
    }
    return unsaved.map(Unsaved::fresh).or(kept::secret);
  }

  private void save(SecretKeeper.Kept kept, Secret fresh) {
    try {
      kept.replace(fresh);
      unsaved = Optional.empty();
    } catch (IOException full) {
      unsaved = Optional.of(new Unsaved(fresh, kept.secret()));
      LOG.error(
          "The new refresh token is in memory only and is lost when this process ends: {}. Mend"
              + " that; it is tried again with the next token.",
          full.getMessage());
    }
  }

  /** The file's time tells when the token was used last; without it a warning comes too early. */
  private void used() {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException readOnly) {
      LOG.debug("The time of {} cannot be set: {}", file, readOnly.getMessage());
    }
  }

  private TokenClient.Grant by(Secret refresh) {
    return (form, endpoint) ->
        form.set("grant_type", "refresh_token")
            .set("refresh_token", refresh.reveal())
            .set("scope", scope);
  }
}
