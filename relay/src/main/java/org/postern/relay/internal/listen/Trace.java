package org.postern.relay.internal.listen;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.MailId;

/**
 * What this hop writes into a mail: RFC 5321 section 4.4.
 *
 * @param from the client's name in EHLO, and its address where it has one
 * @param by our name
 * @param protocol such as {@code ESMTPSA} (RFC 3848, RFC 6531 section 4.3)
 */
record Trace(
    String from, String by, String protocol, MailId id, List<MailAddress> recipients, Clock clock) {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

  /** The whole header; it names the recipient only where that tells nobody of others. */
  byte[] received() {
    StringBuilder text = new StringBuilder("Received: from ").append(from);
    text.append("\r\n\tby ").append(by).append(" (Postern) with ").append(protocol);
    text.append(" id ").append(id);
    if (recipients.size() == 1 && !recipients.get(0).needsSmtpUtf8()) {
      text.append("\r\n\tfor <").append(recipients.get(0).ascii()).append('>');
    }
    text.append(";\r\n\t").append(date()).append("\r\n");
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Now, as a header says it (RFC 5322 section 3.3). */
  String date() {
    return DATE.format(ZonedDateTime.now(clock));
  }

  /** For a mail that has none: as unique as our ids and our name are. */
  String messageId() {
    return "<" + id + "@" + by + ">";
  }
}
