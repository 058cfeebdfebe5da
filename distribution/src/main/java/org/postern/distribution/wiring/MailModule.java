package org.postern.distribution.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import javax.net.ssl.SSLContext;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.settings.MailSettings;

/** The mailer, from the settings, the strategies and the trust that others bring. */
final class MailModule extends AbstractModule {

  private final MailSettings settings;
  private final AuthStrategies strategies;

  MailModule(MailSettings settings, AuthStrategies strategies) {
    this.settings = settings;
    this.strategies = strategies;
  }

  @Override
  protected void configure() {
    bind(MailSettings.class).toInstance(settings);
    bind(AuthStrategies.class).toInstance(strategies);
  }

  @Provides
  @Singleton
  Mailer mailer(MailSettings mail, AuthStrategies schemes, SSLContext trust) {
    return Mailer.open(mail, schemes, trust);
  }

  @Provides
  @Singleton
  AccessTokenSource accessTokens(MailSettings mail, AuthStrategies schemes, SSLContext trust) {
    return AccessTokenSource.open(mail, schemes, trust);
  }

  /** As it is named in the log. */
  @Override
  public String toString() {
    return "mail";
  }
}
