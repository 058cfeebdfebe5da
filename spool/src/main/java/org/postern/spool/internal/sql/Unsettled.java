package org.postern.spool.internal.sql;

import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names mails that somebody had claimed, and of which nobody wrote down what became: they are sent
 * again. Which of them were on their way and which waited for their turn is not to be known.
 */
public final class Unsettled {

  private static final Logger LOG = LoggerFactory.getLogger(Unsettled.class);
  private static final int MOST_NAMED = 50;

  private Unsettled() {}

  /**
   * In the log, the first of very many.
   *
   * @param why what ended: half a sentence that begins with "when"
   */
  public static void name(Collection<Long> mails, String why) {
    mails.stream()
        .limit(MOST_NAMED)
        .forEach(
            mail ->
                LOG.warn(
                    "{} may have been on its way {}; it is sent again, and may arrive twice",
                    MailIds.text(mail),
                    why));
    int more = mails.size() - MOST_NAMED;
    if (more > 0) {
      LOG.warn(
          "{} more mails may have been on their way {}; they are sent again, and may arrive twice",
          more,
          why);
    }
  }
}
