package org.postern.relay;

import java.time.Instant;
import java.util.Optional;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.RecipientResult;
import org.postern.spool.MailId;

/**
 * What an attempt has shown for one recipient of a mail. Where the process dies before it is
 * written down, it is told once more after the next attempt.
 *
 * @param id of the mail in the spool
 * @param messageId the Message-ID header with its angle brackets; "" where there is none
 * @param kind what became of it
 * @param result of the attempt: reply, explanation, diagnosis
 * @param next when it is tried again; empty but for {@link Kind#DEFERRED}
 */
public record MailEvent(
    MailId id, String messageId, Kind kind, RecipientResult result, Optional<Instant> next) {

  /** What became of it. */
  public enum Kind {
    /** The mail server has it. The last event of this recipient. */
    DELIVERED,
    /** It waits for its next attempt. */
    DEFERRED,
    /** Given up; its sender is told by a notification. The last event of this recipient. */
    BOUNCED,
    /** Given up, and kept for the administrator, as nobody can be told. */
    DEAD
  }

  /** Whose. */
  public MailAddress recipient() {
    return result.recipient();
  }

  /** Hears of events. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Called on the thread that carried the mail, which takes up no other mail meanwhile; several
     * call at once. Whatever it throws, an error too, is logged, and costs this event alone; an
     * interrupt that it leaves behind is forgotten.
     */
    void happened(MailEvent event);
  }
}
