package org.postern.core.spi;

import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.postern.core.settings.MailSettings;

/**
 * What a strategy may use. Immutable.
 *
 * @param settings the settings, checked; the scheme's own values by {@code settings.values()}
 * @param sslContext the trust that also serves the mail server; for a token endpoint
 * @param background runs work that no send waits for, on virtual threads where the JDK has them;
 *     refuses work once the mailer is closed
 */
public record AuthContext(MailSettings settings, SSLContext sslContext, Executor background) {}
