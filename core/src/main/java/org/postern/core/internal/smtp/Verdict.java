package org.postern.core.internal.smtp;

import java.util.Optional;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Outcome;

/**
 * What a reply or a fault means for the mail.
 *
 * @param advice what tells a person what it means or what to do; may be ""
 * @param diagnosis the known fault that it is
 */
record Verdict(Outcome outcome, Action action, String advice, Optional<Diagnosis> diagnosis) {

  static final Verdict ACCEPTED = new Verdict(Outcome.ACCEPTED, Action.NONE, "");
  static final Verdict RETRY = new Verdict(Outcome.DEFERRED, Action.RETRY, "");
  static final Verdict SLOW_DOWN = new Verdict(Outcome.DEFERRED, Action.SLOW_DOWN, "");
  static final Verdict HOLD = new Verdict(Outcome.DEFERRED, Action.HOLD, "");
  static final Verdict BOUNCE = new Verdict(Outcome.REJECTED, Action.BOUNCE, "");
  static final Verdict UNCONFIRMED =
      new Verdict(
          Outcome.UNCONFIRMED,
          Action.RETRY_MAY_DUPLICATE,
          "the server may have the message, so sending again may make a second copy");

  private Verdict(Outcome outcome, Action action, String advice) {
    this(outcome, action, advice, Optional.empty());
  }

  Verdict advising(String words) {
    return new Verdict(outcome, action, words, diagnosis);
  }

  /**
   * What a known fault means for the mail.
   *
   * @param mailing true from MAIL on; before that nothing is about one mail, so none is bounced
   */
  static Verdict of(Diagnosis known, boolean mailing) {
    Verdict verdict =
        switch (known.action()) {
          case NONE, RETRY -> RETRY;
          case SLOW_DOWN -> SLOW_DOWN;
          case HOLD_FOR_QUOTA -> new Verdict(Outcome.DEFERRED, Action.HOLD_FOR_QUOTA, "");
          case HOLD, NEW_TOKEN -> HOLD; // the mailer has had its new token by then
          case BOUNCE -> mailing ? BOUNCE : HOLD;
          case RETRY_MAY_DUPLICATE -> UNCONFIRMED;
        };
    String advice = known.meaning() + " " + known.remedy();
    return new Verdict(verdict.outcome, verdict.action, advice, Optional.of(known));
  }
}
