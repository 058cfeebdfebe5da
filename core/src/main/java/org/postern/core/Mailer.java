package org.postern.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.postern.core.examination.Finding;
import org.postern.core.internal.smtp.HostResolver;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MessageBody;
import org.postern.core.spi.SecretKeeper;
import org.postern.core.spi.TlsTrust;
import org.postern.core.vitals.Ending;
import org.postern.core.vitals.MailerStatus;

/**
 * Sends mail as the settings say. Thread safe: one for the whole application, many sends at once.
 * Opening does no I/O; connections are made by the first send and reused.
 *
 * <p>Where {@code postern.mode} is not {@code live}, mail is captured, redirected or kept to those
 * that are allowed, whoever sends it; opening says so in the log. What a recipient's explanation
 * then says is what became of the mail; a captured or dropped one counts as accepted.
 */
public interface Mailer extends AutoCloseable {

  /**
   * A mailer that trusts what the JDK trusts.
   *
   * @throws org.postern.core.settings.SettingsException when the settings name a scheme that is not
   *     among the strategies
   */
  static Mailer open(MailSettings settings, AuthStrategies strategies) {
    return open(settings, strategies, TlsTrust.jdk(), SecretKeeper.NONE);
  }

  /**
   * A mailer with its own trust, for the mail server and for token endpoints alike.
   *
   * @throws org.postern.core.settings.SettingsException as {@link #open(MailSettings,
   *     AuthStrategies)}
   */
  static Mailer open(MailSettings settings, AuthStrategies strategies, SSLContext sslContext) {
    return open(settings, strategies, TlsTrust.of(sslContext), SecretKeeper.NONE);
  }

  /**
   * A mailer with its own trust, which may present client certificates and keep what the login
   * brings anew, such as a replaced refresh token.
   *
   * @throws org.postern.core.settings.SettingsException as {@link #open(MailSettings,
   *     AuthStrategies)}
   */
  static Mailer open(
      MailSettings settings, AuthStrategies strategies, TlsTrust trust, SecretKeeper keeper) {
    Mailer live = SmtpMailer.open(settings, strategies, trust, keeper, HostResolver.SYSTEM);
    return settings.testMode().map(mode -> TestModeMailer.over(live, mode)).orElse(live);
  }

  /** As {@link #send(Envelope, MessageBody)}, for a composed message. */
  DeliveryResult send(OutboundMessage message);

  /**
   * Sends one message and waits for the result. Refusals are values; every recipient of the
   * envelope has its result.
   *
   * @throws IllegalStateException when the mailer is closed
   */
  DeliveryResult send(Envelope envelope, MessageBody body);

  /**
   * Connects, does TLS, logs in and says QUIT, on a connection of its own; no mail. Does not throw
   * for what is wrong on the way: the report says it.
   */
  ConnectionReport probe();

  /**
   * Looks at the whole way up to RCPT TO, and RSET, on connections of its own; no mail. Other than
   * {@link #probe} it goes on after a fault with all that can still be looked at, looks at every
   * address, tries as many connections as the settings allow (ten at most), and lets the strategy
   * say what it sees at its own servers. Does not throw for what is wrong on the way.
   *
   * @param trial what would be sent; empty where nobody is the sender, which leaves out MAIL FROM
   *     and RCPT TO
   * @param patience no single step at the mail server takes longer, whatever the settings allow
   * @param found is handed each finding when it is there, on the calling thread
   */
  void examine(Optional<OutboundMessage> trial, Duration patience, Consumer<Finding> found);

  /**
   * What ends at a known time and would keep mail from leaving: secrets and certificates of the
   * login, trusted CAs, the server's certificate as it was seen last. Reads files, never the
   * network; also once the mailer is closed.
   */
  default List<Ending> endings() {
    return List.of();
  }

  /** How it stands and what it has done since it was opened; also once it is closed. No I/O. */
  default MailerStatus vitals() {
    return MailerStatus.NONE;
  }

  /** Waits for sends under way, then closes all connections. */
  @Override
  void close();
}
