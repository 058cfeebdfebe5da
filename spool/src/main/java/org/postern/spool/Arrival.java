package org.postern.spool;

import java.util.List;
import java.util.Optional;
import org.postern.core.smtp.DsnRequest.Returned;
import org.postern.core.smtp.MailAddress;

/**
 * All of a mail that does not stand in its bytes.
 *
 * @param sender MAIL FROM; empty for the null reverse-path
 * @param recipients at least one, no address twice
 * @param returned RET
 * @param envelopeId ENVID, decoded
 * @param utf8Headers true where the header section holds UTF-8 (the client said SMTPUTF8 and used
 *     it)
 * @param messageId the Message-ID header with its angle brackets; "" where there is none
 * @param origin who handed it in, for people: {@code smtp [127.0.0.1] erp.example.com user=erp}
 */
public record Arrival(
    Optional<MailAddress> sender,
    List<SpoolRecipient> recipients,
    Optional<Returned> returned,
    Optional<String> envelopeId,
    boolean utf8Headers,
    String messageId,
    String origin) {

  public Arrival {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("a mail needs at least one recipient");
    }
  }
}
