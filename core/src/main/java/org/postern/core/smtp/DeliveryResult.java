package org.postern.core.smtp;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What became of one message, recipient by recipient, in the order of the envelope. Immutable;
 * holds no secret. Refusals by the server are values of this kind, never exceptions.
 *
 * @param messageId the Message-ID header's value with its angle brackets; "" where there is none
 * @param recipients one result for each recipient of the envelope; never empty
 */
public record DeliveryResult(String messageId, List<RecipientResult> recipients) {

  public DeliveryResult {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("a result has at least one recipient");
    }
  }

  /** The same for all recipients, where no server has said anything. */
  public static DeliveryResult ofAll(
      String messageId,
      Envelope envelope,
      Outcome outcome,
      Action action,
      Stage stage,
      String explanation) {
    return new DeliveryResult(
        messageId,
        envelope.recipients().stream()
            .map(
                to ->
                    new RecipientResult(to, outcome, action, stage, Optional.empty(), explanation))
            .toList());
  }

  /** True where the server took the responsibility for every recipient. */
  public boolean acceptedForAll() {
    return recipients.stream().allMatch(r -> r.outcome() == Outcome.ACCEPTED);
  }

  /** The results with this outcome, in the order of the envelope; may be empty. */
  public List<RecipientResult> with(Outcome outcome) {
    return recipients.stream().filter(r -> r.outcome() == outcome).toList();
  }

  /**
   * The outcome that needs the most attention: unconfirmed, then rejected, then deferred, then
   * accepted.
   */
  public Outcome worst() {
    return recipients.stream().map(RecipientResult::outcome).max(Comparator.naturalOrder()).get();
  }
}
