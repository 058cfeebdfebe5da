package org.postern.core.internal.smtp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;

/** What is known so far of each recipient of one mail. Not thread safe. */
final class Results {

  private final Route route;
  private final Envelope envelope;
  private final Map<MailAddress, RecipientResult> known = new LinkedHashMap<>();

  Results(Envelope envelope, Route route) {
    this.envelope = envelope;
    this.route = route;
  }

  /** Those that have no result yet, in the order of the envelope. */
  List<MailAddress> pending() {
    if (known.isEmpty()) {
      return envelope.recipients();
    }
    return envelope.recipients().stream().filter(r -> !known.containsKey(r)).toList();
  }

  /**
   * The server's answer to this recipient, judged by the table.
   *
   * @param dsn whether the server was told what notifications are asked for
   */
  void answered(MailAddress recipient, Stage stage, SmtpReply reply, boolean dsn) {
    Verdict verdict = ReplyRules.judge(stage, reply, route.faults());
    known.put(
        recipient,
        new RecipientResult(
            recipient,
            verdict.outcome(),
            verdict.action(),
            stage,
            Optional.of(reply),
            SmtpFault.says(stage, reply, route, verdict),
            verdict.diagnosis().map(Diagnosis::id),
            dsn && verdict.outcome() == Outcome.ACCEPTED));
  }

  void set(MailAddress recipient, SmtpFault fault) {
    known.put(recipient, fault.resultFor(recipient, route.faults()));
  }

  /** The fault is the result of all that have none. */
  void rest(SmtpFault fault) {
    pending().forEach(recipient -> set(recipient, fault));
  }

  /** True where the server asked for less of us at once. */
  boolean tooFast() {
    return known.values().stream().anyMatch(result -> result.action() == Action.SLOW_DOWN);
  }

  /** In the order of the envelope; all are known. */
  List<RecipientResult> all() {
    return envelope.recipients().stream().map(known::get).toList();
  }
}
