package org.postern.auth.oauth;

import java.util.List;
import java.util.Optional;
import org.postern.core.examination.Examination;
import org.postern.core.smtp.Deadline;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.AuthRefusal;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.Credentials;
import org.postern.core.vitals.Ending;
import org.postern.core.vitals.TokenStatus;

/** Hands out the cached token; told of a refusal, lets it be renewed once. */
final class OAuthStrategy implements AuthStrategy {

  private final String user;
  private final List<String> mechanisms;
  private final TokenCache cache;
  private final TokenSource source;
  private final EndpointAccess access;
  private final Optional<String> clientId;
  private final LoginEndings endings;

  /**
   * @param source what the cache asks, to be looked at
   * @param access for a look at the token endpoint
   */
  OAuthStrategy(
      String user,
      List<String> mechanisms,
      TokenCache cache,
      TokenSource source,
      EndpointAccess access,
      Optional<String> clientId,
      LoginEndings endings) {
    this.endings = endings;
    this.user = user;
    this.mechanisms = mechanisms;
    this.cache = cache;
    this.source = source;
    this.access = access;
    this.clientId = clientId;
  }

  @Override
  public Credentials credentials() throws AuthException {
    return credentials(cache.get());
  }

  @Override
  public Optional<Credentials> examine(Examination examination) {
    return new TokenExamination(examination, access, clientId)
        .run(source, cache, user)
        .map(this::credentials);
  }

  private Credentials credentials(TokenCache.Held held) {
    return new Credentials.BearerToken(
        user, held.token().value(), Optional.of(Deadline.after(held.left())), mechanisms);
  }

  @Override
  public List<Ending> endings() {
    return endings.now();
  }

  @Override
  public Optional<TokenStatus> tokenStatus() {
    return Optional.of(cache.status());
  }

  @Override
  public boolean refreshAfter(AuthRefusal refusal) {
    return cache.renewAfterRefusal();
  }

  @Override
  public void close() {
    cache.close();
  }
}
