package org.postern.core.smtp;

import java.util.Optional;

/**
 * The result for one recipient. Immutable; holds no secret and may be logged as it is.
 *
 * @param recipient the address of RCPT TO, exactly as asked for
 * @param outcome what became of it
 * @param action what a queue should do next; {@link Action#NONE} exactly when accepted
 * @param stage where it ended
 * @param reply the server's reply that decided, empty where the link or we ourselves decided
 * @param explanation one sentence for a person: what happened, where, and what to do next
 * @param diagnosis the id of the diagnosis in the catalogue ({@code Diagnoses}), where the fault is
 *     a known one
 * @param dsn true where it was accepted by a server that offers DSN: notifications are its duty
 *     from there on (RFC 3461 section 5.2.1), else nobody's
 */
public record RecipientResult(
    MailAddress recipient,
    Outcome outcome,
    Action action,
    Stage stage,
    Optional<SmtpReply> reply,
    String explanation,
    Optional<String> diagnosis,
    boolean dsn) {

  public RecipientResult {
    if ((outcome == Outcome.ACCEPTED) != (action == Action.NONE)) {
      throw new IllegalArgumentException(outcome + " does not go with " + action);
    }
  }

  /** A result from a server without DSN. */
  public RecipientResult(
      MailAddress recipient,
      Outcome outcome,
      Action action,
      Stage stage,
      Optional<SmtpReply> reply,
      String explanation,
      Optional<String> diagnosis) {
    this(recipient, outcome, action, stage, reply, explanation, diagnosis, false);
  }

  /** A result without a diagnosis. */
  public RecipientResult(
      MailAddress recipient,
      Outcome outcome,
      Action action,
      Stage stage,
      Optional<SmtpReply> reply,
      String explanation) {
    this(recipient, outcome, action, stage, reply, explanation, Optional.empty());
  }

  /** The enhanced status code of the server's reply, where it sent one. */
  public Optional<EnhancedStatus> status() {
    return reply.flatMap(SmtpReply::status);
  }
}
