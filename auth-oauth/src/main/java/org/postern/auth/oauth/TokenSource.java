package org.postern.auth.oauth;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.postern.core.settings.Secret;
import org.postern.core.spi.AuthException;

/** Where tokens come from: how to log in and where the token is from are two questions. */
@FunctionalInterface
interface TokenSource {

  /** Fetches a token; blocks within its own time limit. */
  AccessToken fetch() throws AuthException;

  /**
   * Where it asks first, without asking: to be looked at. Empty where that is not known before.
   *
   * @throws AuthException as {@link #fetch}
   */
  default Optional<URI> address() throws AuthException {
    return Optional.empty();
  }

  /**
   * A token.
   *
   * @param value the token itself
   * @param lifetime how long it can be used from now; zero: for one login
   * @param clockAhead how far the endpoint's clock is ahead of ours; empty where it did not say
   * @param refreshToken what came along to get the next one by
   */
  record AccessToken(
      Secret value,
      Duration lifetime,
      Optional<Duration> clockAhead,
      Optional<Secret> refreshToken) {

    AccessToken(Secret value, Duration lifetime) {
      this(value, lifetime, Optional.empty(), Optional.empty());
    }
  }
}
