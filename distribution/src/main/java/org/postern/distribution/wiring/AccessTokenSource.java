package org.postern.distribution.wiring;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.postern.core.AuthStrategies;
import org.postern.core.settings.MailSettings;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.Credentials;
import org.postern.core.spi.SecretKeeper;
import org.postern.core.spi.TlsTrust;
import org.postern.triggers.TriggerRunner;

/** Access tokens for trigger scripts, where the settings allow that. Thread safe. */
public final class AccessTokenSource implements TriggerRunner.AccessTokens, AutoCloseable {

  private final ExecutorService background =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "access tokens");
            thread.setDaemon(true);
            return thread;
          });
  private final AuthStrategy strategy;

  private AccessTokenSource(
      MailSettings settings, AuthStrategies strategies, TlsTrust trust, SecretKeeper keeper) {
    this.strategy =
        strategies.schemes().stream()
            .filter(provider -> provider.scheme().equals(settings.scheme()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no scheme " + settings.scheme()))
            .create(new AuthContext(settings, trust, background, keeper));
  }

  static AccessTokenSource open(
      MailSettings settings, AuthStrategies strategies, TlsTrust trust, SecretKeeper keeper) {
    return new AccessTokenSource(settings, strategies, trust, keeper);
  }

  @Override
  public Optional<String> token() throws AuthException {
    return strategy.credentials() instanceof Credentials.BearerToken bearer
        ? Optional.of(bearer.token().reveal())
        : Optional.empty();
  }

  @Override
  public void close() {
    strategy.close();
    background.shutdown();
  }
}
