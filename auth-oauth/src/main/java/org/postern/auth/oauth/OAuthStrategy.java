package org.postern.auth.oauth;

import java.util.List;
import java.util.Optional;
import org.postern.core.smtp.Deadline;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.AuthRefusal;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.Credentials;

/** Hands out the cached token; told of a refusal, lets it be renewed once. */
final class OAuthStrategy implements AuthStrategy {

  private final String user;
  private final List<String> mechanisms;
  private final TokenCache cache;

  OAuthStrategy(String user, List<String> mechanisms, TokenCache cache) {
    this.user = user;
    this.mechanisms = mechanisms;
    this.cache = cache;
  }

  @Override
  public Credentials credentials() throws AuthException {
    TokenCache.Held held = cache.get();
    return new Credentials.BearerToken(
        user, held.token().value(), Optional.of(Deadline.after(held.left())), mechanisms);
  }

  @Override
  public boolean refreshAfter(AuthRefusal refusal) {
    return cache.renewAfterRefusal();
  }
}
