package org.postern.core.smtp;

import java.util.List;
import java.util.Optional;

/**
 * The SMTP envelope (RFC 5321 section 2.3.1): who the mail is from and for whom, apart from all
 * headers. Immutable.
 *
 * @param sender MAIL FROM; empty for the null reverse-path {@code <>} of a bounce
 * @param recipients RCPT TO in this order; at least one, no address twice
 * @param dsn what delivery status notifications are asked for; sent only where the server offers
 *     DSN (RFC 3461)
 */
public record Envelope(Optional<MailAddress> sender, List<MailAddress> recipients, DsnRequest dsn) {

  public Envelope {
    recipients = recipients.stream().distinct().toList();
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("an envelope needs at least one recipient");
    }
  }

  /** An envelope that asks for no notification beyond the server's default. */
  public static Envelope of(MailAddress sender, List<MailAddress> recipients) {
    return new Envelope(Optional.of(sender), recipients, DsnRequest.NONE);
  }
}
