package org.postern.core.internal.smtp;

import java.util.EnumSet;
import java.util.Set;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;

/**
 * What a reply means: as the catalogue of diagnoses has it, and by the rules of RFC 5321 section
 * 4.2.1 where it has nothing.
 */
final class ReplyRules {

  private static final Set<Stage> MAILING =
      EnumSet.of(Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.BODY, Stage.FINAL_DOT);

  private static final Verdict NOT_A_REPLY =
      Verdict.RETRY.advising("that is no answer to this command");

  private ReplyRules() {}

  /** The verdict on this reply; a reply that nothing is known of defers the mail. */
  static Verdict judge(Stage stage, SmtpReply reply, KnownFaults faults) {
    boolean mailing = MAILING.contains(stage);
    if (reply.positive()) {
      return mailing && stage != Stage.DATA ? Verdict.ACCEPTED : NOT_A_REPLY;
    }
    if (reply.intermediate()) {
      return stage == Stage.FINAL_DOT ? Verdict.UNCONFIRMED : NOT_A_REPLY;
    }
    if (mailing && reply.code() == 503) {
      return Verdict.RETRY; // out of step: our connection's fault, never the mail's
    }
    return faults
        .of(stage, reply)
        .map(known -> Verdict.of(known, mailing))
        .orElseGet(() -> byDigit(stage, reply));
  }

  private static Verdict byDigit(Stage stage, SmtpReply reply) {
    return switch (stage) {
      case BANNER -> Verdict.SLOW_DOWN; // nothing said here is about one mail
      case EHLO, STARTTLS -> Verdict.RETRY;
      case AUTH ->
          reply.transientNegative()
              ? Verdict.RETRY
              : Verdict.HOLD.advising(
                  "the login is refused: check user name, secret and permission");
      default -> reply.transientNegative() ? Verdict.RETRY : Verdict.BOUNCE;
    };
  }

  /**
   * True where the server refuses the credentials as such, so that others might do; false where
   * fresh ones cannot help.
   */
  static boolean freshCredentialsMayHelp(Verdict verdict) {
    return verdict.diagnosis().filter(known -> known.action() == Action.NEW_TOKEN).isPresent();
  }

  /** True where a server has had enough recipients for one transaction, not this recipient. */
  static boolean tooManyRecipients(SmtpReply reply) {
    String status = reply.status().map(Object::toString).orElse("");
    // RFC 5321 section 4.5.3.1.10: 452, or 552 as the older code; RFC 3463 section 3.6: x.5.3
    return status.isEmpty()
        ? reply.code() == 452 || reply.code() == 552
        : status.equals("4.5.3") || status.equals("5.5.3");
  }
}
