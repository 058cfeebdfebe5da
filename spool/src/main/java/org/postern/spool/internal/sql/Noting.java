package org.postern.spool.internal.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.core.smtp.DsnRequest.Notify;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.Settlement;
import org.postern.spool.Settlement.Done;
import org.postern.spool.SpoolRecipient;

/** To whom a mail was delivered, by the numbers of its recipients. */
final class Noting {

  private Noting() {}

  static void note(Database database, Stored claim, List<Settlement> settlements) {
    Set<MailAddress> done = new HashSet<>();
    for (Settlement settlement : settlements) {
      if (settlement instanceof Done) {
        done.add(settlement.recipient());
      }
    }
    List<SpoolRecipient> all = claim.arrival().recipients();
    Set<Integer> numbers = new HashSet<>();
    for (int n = 0; n < all.size() && !done.isEmpty(); n++) {
      SpoolRecipient one = all.get(n);
      if (done.contains(one.address()) && !one.notifyOn().contains(Notify.SUCCESS)) {
        numbers.add(n);
      }
    }
    if (numbers.size() == all.size()) {
      database.noteDone(claim.number(), Set.of());
    } else if (!numbers.isEmpty()) {
      database.noteDone(claim.number(), numbers);
    }
  }
}
