package org.postern.distribution.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.settings.MailSettings;
import org.postern.core.spi.SecretKeeper;
import org.postern.core.spi.TlsTrust;

/** The mailer, from the settings, the strategies and the trust that others bring. */
final class MailModule extends AbstractModule {

  private final MailSettings settings;
  private final AuthStrategies strategies;
  private final SecretKeeper keeper;

  MailModule(MailSettings settings, AuthStrategies strategies, SecretKeeper keeper) {
    this.keeper = keeper;
    this.settings = settings;
    this.strategies = strategies;
  }

  @Override
  protected void configure() {
    bind(MailSettings.class).toInstance(settings);
    bind(AuthStrategies.class).toInstance(strategies);
    bind(SecretKeeper.class).toInstance(keeper);
  }

  @Provides
  @Singleton
  Mailer mailer(MailSettings mail, AuthStrategies schemes, TlsTrust trust, SecretKeeper secrets) {
    return Mailer.open(mail, schemes, trust, secrets);
  }

  @Provides
  @Singleton
  AccessTokenSource accessTokens(
      MailSettings mail, AuthStrategies schemes, TlsTrust trust, SecretKeeper secrets) {
    return AccessTokenSource.open(mail, schemes, trust, secrets);
  }

  /** As it is named in the log. */
  @Override
  public String toString() {
    return "mail";
  }
}
