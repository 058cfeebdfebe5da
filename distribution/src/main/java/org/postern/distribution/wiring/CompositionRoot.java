package org.postern.distribution.wiring;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import java.util.ArrayList;
import java.util.List;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.settings.MailSettings;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.SecretKeeper;
import org.postern.core.spi.TlsTrust;
import org.postern.spool.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts together: the list of modules is chosen here, from the settings, and logged. */
public final class CompositionRoot {

  private static final Logger LOG = LoggerFactory.getLogger(CompositionRoot.class);

  private CompositionRoot() {}

  /** A mailer for these settings; nothing is connected yet. */
  public static Mailer mailer(
      MailSettings settings,
      AuthStrategies strategies,
      Configuration configuration,
      SecretKeeper keeper) {
    return instance(Mailer.class, settings, strategies, configuration, keeper);
  }

  /** Access tokens of the scheme, apart from those that a mailer uses. */
  public static AccessTokenSource accessTokens(
      MailSettings settings,
      AuthStrategies strategies,
      Configuration configuration,
      SecretKeeper keeper) {
    return instance(AccessTokenSource.class, settings, strategies, configuration, keeper);
  }

  /** Whom these settings trust, for whatever else speaks TLS. */
  public static TlsTrust trust(
      MailSettings settings,
      AuthStrategies strategies,
      Configuration configuration,
      SecretKeeper keeper) {
    return instance(TlsTrust.class, settings, strategies, configuration, keeper);
  }

  /** What a login needs, without a mailer: it runs nothing in the background. */
  public static AuthContext authContext(
      MailSettings settings,
      AuthStrategies strategies,
      Configuration configuration,
      SecretKeeper keeper) {
    TlsTrust trust = trust(settings, strategies, configuration, keeper);
    return new AuthContext(settings, trust, Runnable::run, keeper);
  }

  /**
   * A mailer, and delivery that has yet to begin with it.
   *
   * @param reporter this host's name, for notifications
   */
  public static Outgoing outgoing(
      MailSettings settings,
      AuthStrategies strategies,
      Configuration configuration,
      SecretKeeper keeper,
      Spool spool,
      String reporter) {
    return instance(
        Outgoing.class,
        settings,
        strategies,
        configuration,
        keeper,
        new DeliveryModule(spool, reporter));
  }

  private static <T> T instance(
      Class<T> type,
      MailSettings settings,
      AuthStrategies strategies,
      Configuration configuration,
      SecretKeeper keeper,
      Module... more) {
    List<Module> modules =
        new ArrayList<>(
            List.of(
                new MailModule(settings, strategies, keeper),
                Trusts.moduleFor(settings, configuration)));
    modules.addAll(List.of(more));
    LOG.info("Put together from: {}", modules);
    try {
      Injector injector = Guice.createInjector(Stage.DEVELOPMENT, modules);
      return injector.getInstance(type);
    } catch (ProvisionException | CreationException refused) {
      // ours is what lies inside: Guice's own report says nothing to an administrator
      if (refused.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw refused;
    }
  }
}
