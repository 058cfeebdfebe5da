package org.postern.core;

import javax.net.ssl.SSLContext;
import org.postern.core.internal.smtp.HostResolver;
import org.postern.core.settings.MailSettings;
import org.postern.core.spi.SecretKeeper;
import org.postern.core.spi.TlsTrust;

/** Opens mailers whose names lead where a test says: the seam for what DNS can do to us. */
public final class ResolvedMailers {

  private ResolvedMailers() {}

  /** As {@link Mailer#open(MailSettings, AuthStrategies, SSLContext)}, with this resolver. */
  public static Mailer open(
      MailSettings settings, AuthStrategies strategies, SSLContext trust, HostResolver names) {
    return SmtpMailer.open(settings, strategies, TlsTrust.of(trust), SecretKeeper.NONE, names);
  }
}
