package org.postern.distribution.login;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.postern.core.AuthStrategies;
import org.postern.core.settings.MailSettings;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.SecretKeeper;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.wiring.BundleFolders;
import org.postern.distribution.wiring.CompositionRoot;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;

/** A process that fetches one token after the other by the refresh token that it shares. */
final class RotationWorker {

  private RotationWorker() {}

  public static void main(String[] arguments) throws Exception {
    Configuration configuration =
        Configuration.of(
            Path.of(arguments[0]), new BundleFolders(Optional.of(Path.of(arguments[0]))));
    SecretKeeper keeper = Secrets.keeper(configuration, Map.of());
    MailSettings settings = configuration.load(Plugins.none(), keeper);
    AuthStrategies strategies = configuration.strategies(Plugins.none());
    AuthContext context = CompositionRoot.authContext(settings, strategies, configuration, keeper);
    while (true) {
      // a strategy of its own each time: none keeps a token that the next one could use
      try (AuthStrategy strategy = strategy(strategies, context)) {
        strategy.credentials();
        System.out.println("ok");
      } catch (AuthException refused) {
        System.out.println((refused.permanent() ? "lost " : "passing ") + refused.getMessage());
      }
    }
  }

  private static AuthStrategy strategy(AuthStrategies strategies, AuthContext context) {
    return strategies.schemes().stream()
        .filter(provider -> provider.scheme().equals("oauth"))
        .findFirst()
        .orElseThrow()
        .create(context);
  }
}
