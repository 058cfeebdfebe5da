package org.postern.auth.oauth;

import java.time.Duration;
import org.postern.core.settings.Secret;
import org.postern.core.spi.AuthException;

/** Where tokens come from: how to log in and where the token is from are two questions. */
@FunctionalInterface
interface TokenSource {

  /** Fetches a token; blocks within its own time limit. */
  AccessToken fetch() throws AuthException;

  /**
   * A token.
   *
   * @param value the token itself
   * @param lifetime how long it can be used from now; zero: for one login
   */
  record AccessToken(Secret value, Duration lifetime) {}
}
