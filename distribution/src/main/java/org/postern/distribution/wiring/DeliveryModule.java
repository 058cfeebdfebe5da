package org.postern.distribution.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.time.Clock;
import org.postern.core.Mailer;
import org.postern.core.settings.MailSettings;
import org.postern.core.spi.TlsTrust;
import org.postern.relay.deliver.Delivery;
import org.postern.spool.Spool;

/** Delivery from a spool that is open, by the mailer that others bring. */
final class DeliveryModule extends AbstractModule {

  private final Spool spool;
  private final String reporter;

  DeliveryModule(Spool spool, String reporter) {
    this.spool = spool;
    this.reporter = reporter;
  }

  /** The mailer is made first: where its settings are refused, nothing has begun. */
  @Provides
  @Singleton
  Outgoing outgoing(Mailer mailer, MailSettings mail, TlsTrust trust) {
    return new Outgoing(
        mailer, Delivery.prepared(spool, () -> mailer, mail, reporter, Clock.systemUTC()), trust);
  }

  /** As it is named in the log. */
  @Override
  public String toString() {
    return "delivery";
  }
}
