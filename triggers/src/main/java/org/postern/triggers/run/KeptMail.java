package org.postern.triggers.run;

import org.postern.core.message.OutboundMessage;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.Stage;

/** An outbox that sends nothing, for dry runs and tests: the mail stands in the result. */
public final class KeptMail {

  private KeptMail() {}

  /** As if the server had accepted it for all recipients. */
  public static DeliveryResult accepted(OutboundMessage mail) {
    return DeliveryResult.ofAll(
        mail.messageId(),
        mail.envelope(),
        Outcome.ACCEPTED,
        Action.NONE,
        Stage.FINAL_DOT,
        "kept, not sent");
  }
}
