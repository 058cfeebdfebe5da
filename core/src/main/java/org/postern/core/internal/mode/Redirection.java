package org.postern.core.internal.mode;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.core.smtp.DsnRequest;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;

/**
 * Puts test mailboxes in the place of all recipients, and tells what became of the one mail as what
 * became of each of them. Immutable.
 */
public record Redirection(List<MailAddress> to) {

  /** No server on the way tells the real sender of it, who may be anybody. */
  private static final DsnRequest SILENT =
      new DsnRequest(Set.of(DsnRequest.Notify.NEVER), Optional.empty(), Optional.empty());

  /** The envelope that leaves. */
  public Envelope of(Envelope real) {
    return new Envelope(real.sender(), to, SILENT);
  }

  /** The mail with a header for each recipient that it had. */
  public MessageBody of(Envelope real, MessageBody mail) {
    return EnvelopeFields.originals(real.recipients()).before(mail);
  }

  /**
   * The results of the real recipients. One test mailbox that has the mail is enough: a further
   * attempt would bring it a second copy.
   */
  public List<RecipientResult> results(Envelope real, List<RecipientResult> redirected) {
    RecipientResult best =
        redirected.stream().min(Comparator.comparing(RecipientResult::outcome)).orElseThrow();
    String explanation =
        "redirected to "
            + to.stream().map(MailAddress::toString).collect(Collectors.joining(", "))
            + ": "
            + best.explanation();
    return real.recipients().stream()
        .map(
            recipient ->
                new RecipientResult(
                    recipient,
                    best.outcome(),
                    best.action(),
                    best.stage(),
                    best.reply(),
                    explanation,
                    best.diagnosis()))
        .toList();
  }

  /** Those test mailboxes that did not get what another one got. */
  public List<RecipientResult> missed(List<RecipientResult> redirected) {
    boolean any = redirected.stream().anyMatch(one -> one.outcome() == Outcome.ACCEPTED);
    return any
        ? redirected.stream().filter(one -> one.outcome() != Outcome.ACCEPTED).toList()
        : List.of();
  }
}
