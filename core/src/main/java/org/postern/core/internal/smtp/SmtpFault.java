package org.postern.core.internal.smtp;

import java.util.Optional;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;

/**
 * An attempt ended before every recipient had an answer of its own. Never leaves this package: it
 * becomes the result of each recipient that has none yet.
 */
class SmtpFault extends Exception {

  private final Stage stage;
  private final Verdict verdict;
  private final transient Optional<SmtpReply> reply;

  /** The explanation is one sentence for a person; no secret in it. */
  SmtpFault(Stage stage, Verdict verdict, Optional<SmtpReply> reply, String explanation) {
    this(stage, verdict, reply, explanation, Optional.empty());
  }

  SmtpFault(
      Stage stage,
      Verdict verdict,
      Optional<SmtpReply> reply,
      String explanation,
      Optional<Throwable> cause) {
    super(explanation, cause.orElse(null));
    this.stage = stage;
    this.verdict = verdict;
    this.reply = reply;
  }

  /** The server's refusal, judged by the table. */
  static SmtpFault refused(Stage stage, SmtpReply reply, Route route) {
    Verdict verdict = ReplyRules.judge(stage, reply, route.faults());
    return new SmtpFault(stage, verdict, Optional.of(reply), says(stage, reply, route, verdict));
  }

  /** As {@link #refused}, with a verdict that the table does not know of. */
  static SmtpFault refused(Stage stage, SmtpReply reply, Route route, Verdict verdict) {
    return new SmtpFault(stage, verdict, Optional.of(reply), says(stage, reply, route, verdict));
  }

  /** The link failed at this stage, before the final dot. */
  static SmtpFault lost(Stage stage, LinkException link, Route route) {
    return lost(stage, link, route, Verdict.RETRY);
  }

  static SmtpFault lost(Stage stage, LinkException link, Route route, Verdict verdict) {
    return new SmtpFault(
        stage,
        verdict,
        Optional.empty(),
        sentence(Explain.at(stage, route) + link.getMessage(), verdict.advice()),
        Optional.of(link));
  }

  /** We ourselves cannot go on. */
  static SmtpFault ours(Stage stage, Verdict verdict, String explanation) {
    return new SmtpFault(stage, verdict, Optional.empty(), explanation);
  }

  static String says(Stage stage, SmtpReply reply, Route route, Verdict verdict) {
    return sentence(Explain.at(stage, route) + "the server said " + reply, verdict.advice());
  }

  Stage stage() {
    return stage;
  }

  Verdict verdict() {
    return verdict;
  }

  Optional<SmtpReply> reply() {
    return reply;
  }

  String explanation() {
    return String.valueOf(getMessage());
  }

  /** True where the link was closed or reset. */
  boolean linkClosed() {
    return getCause() instanceof LinkException link && link.kind() == LinkException.Kind.CLOSED;
  }

  /** The known fault that this is. */
  Optional<Diagnosis> diagnosis(KnownFaults faults) {
    return reply.isPresent() ? verdict.diagnosis() : faults.said(stage, explanation());
  }

  RecipientResult resultFor(MailAddress recipient, KnownFaults faults) {
    return new RecipientResult(
        recipient,
        verdict.outcome(),
        verdict.action(),
        stage,
        reply,
        explanation(),
        diagnosis(faults).map(Diagnosis::id));
  }

  private static String sentence(String what, String advice) {
    return advice.isEmpty() ? what : what + "; " + advice;
  }
}
