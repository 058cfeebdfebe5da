package org.postern.core.spi;

import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.postern.core.settings.MailSettings;

/**
 * What a strategy may use. Immutable.
 *
 * @param settings the settings, checked; the scheme's own values by {@code settings.values()}
 * @param trust the trust that also serves the mail server; for a token endpoint
 * @param background runs work that no send waits for, on virtual threads where the JDK has them;
 *     refuses work once the mailer is closed
 * @param keeper encrypts what the strategy keeps on disk
 */
public record AuthContext(
    MailSettings settings, TlsTrust trust, Executor background, SecretKeeper keeper) {

  /** For strategies that present no certificate and keep nothing. */
  public AuthContext(MailSettings settings, SSLContext sslContext, Executor background) {
    this(settings, TlsTrust.of(sslContext), background, SecretKeeper.NONE);
  }

  /** The trust as a context, for connections that present no certificate. */
  public SSLContext sslContext() {
    return trust.context();
  }
}
