package org.postern.core.internal.smtp;

import org.postern.core.smtp.Action;
import org.postern.core.smtp.Outcome;

/**
 * What a reply or a fault means for the mail.
 *
 * @param advice a clause that tells a person what it means or what to do; may be ""
 */
record Verdict(Outcome outcome, Action action, String advice) {

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

  Verdict advising(String words) {
    return new Verdict(outcome, action, words);
  }
}
