package org.postern.relay.deliver;

import org.postern.core.smtp.Action;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Stage;

/** Whose fault a result is: the way that all mail takes, or this mail with its addresses. */
final class Blame {

  private Blame() {}

  /** True where every mail would have met the same: what is wrong is the way, not this mail. */
  static boolean isOfTheRoute(RecipientResult result) {
    Stage stage = result.stage();
    boolean before = stage.compareTo(Stage.MESSAGE) > 0 && stage.compareTo(Stage.MAIL) < 0;
    return before
        || result.action() == Action.HOLD_FOR_QUOTA
        || result.action() == Action.HOLD && !isOfTheSender(result);
  }

  /** RFC 3463: what is wrong with an address (x.1) or a mailbox (x.2) may be right with others. */
  private static boolean isOfTheSender(RecipientResult result) {
    return result.status().filter(status -> status.subject() <= 2).isPresent();
  }
}
