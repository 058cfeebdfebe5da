package org.postern.relay.outbox;

import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.Stage;
import org.postern.spool.MailId;
import org.postern.spool.SpoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeping a mail says to who sends it. */
final class Keeping {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolingMailer.class);

  private Keeping() {}

  /** What became of it, for each recipient: kept, not kept now, or nothing that can be sent. */
  static DeliveryResult result(String messageId, Envelope envelope, Supplier<MailId> keeping) {
    try {
      String kept = "kept in the spool as " + keeping.get() + ", and delivered from there";
      return all(messageId, envelope, Outcome.ACCEPTED, Action.NONE, kept);
    } catch (HandedIn.NotFit fault) {
      return all(messageId, envelope, Outcome.REJECTED, Action.BOUNCE, fault.getMessage());
    } catch (SpoolException | UncheckedIOException fault) {
      LOG.warn("A mail was not kept: {}", fault.getMessage());
      return all(messageId, envelope, Outcome.DEFERRED, Action.RETRY, fault.getMessage());
    }
  }

  private static DeliveryResult all(
      String messageId, Envelope envelope, Outcome outcome, Action action, String explanation) {
    return DeliveryResult.ofAll(messageId, envelope, outcome, action, Stage.MESSAGE, explanation);
  }
}
