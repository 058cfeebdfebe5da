package org.postern.spool;

import java.util.Optional;
import java.util.Set;
import org.postern.core.smtp.DsnRequest.Notify;
import org.postern.core.smtp.MailAddress;

/**
 * One recipient with what it asks of delivery status notifications (RFC 3461 section 4).
 *
 * @param address RCPT TO
 * @param notifyOn NOTIFY; empty for the default (failure)
 * @param original ORCPT as it came, still in xtext: {@code rfc822;a@example.com}
 */
public record SpoolRecipient(MailAddress address, Set<Notify> notifyOn, Optional<String> original) {

  public SpoolRecipient {
    notifyOn = Set.copyOf(notifyOn);
  }

  /** A recipient that asks for nothing. */
  public static SpoolRecipient of(MailAddress address) {
    return new SpoolRecipient(address, Set.of(), Optional.empty());
  }
}
