package org.postern.spool.internal.sqlite;

import java.util.List;
import org.postern.spool.MailId;

/**
 * What came of a salvage.
 *
 * @param saved mails
 * @param spoilt how many of them have bytes that are not those that came in
 * @param lost of which there was a trace, but not all that a mail needs
 */
record SalvageCount(int saved, int spoilt, List<MailId> lost) {

  private static final int NAMED = 20;

  /** For people. */
  String lostText() {
    return lost.isEmpty()
        ? "no other"
        : lost.size()
            + " others"
            + (lost.size() > NAMED ? ", the first of them " : " ")
            + lost.stream().limit(NAMED).toList();
  }
}
