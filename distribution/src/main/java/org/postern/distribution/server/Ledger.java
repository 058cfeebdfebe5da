package org.postern.distribution.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.core.vitals.MailerStatus;
import org.postern.distribution.wiring.Outgoing;
import org.postern.relay.DeliveryStatus;
import org.postern.relay.DeliveryTotals;

/** Adds up what deliveries have done that a reload has put away. Thread safe. */
final class Ledger {

  private final List<Outgoing> ending = new ArrayList<>();
  private DeliveryStatus deliveries;
  private MailerStatus mailers = MailerStatus.NONE;

  /**
   * @param lastSuccess of the process before
   */
  Ledger(Optional<Instant> lastSuccess) {
    deliveries =
        new DeliveryStatus(
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            lastSuccess,
            Optional.empty(),
            Optional.empty(),
            DeliveryTotals.NONE);
  }

  /** It takes up nothing new, and may still have mail under way. */
  synchronized void putAway(Outgoing outgoing) {
    ending.add(outgoing);
  }

  /** It does nothing any more. */
  synchronized void ended(Outgoing outgoing) {
    if (ending.remove(outgoing)) {
      deliveries = deliveries.countingToo(outgoing.delivery().status());
      mailers = mailers.countingToo(outgoing.mailer().vitals());
    }
  }

  /** How this one stands, with what all before it have done. */
  synchronized DeliveryStatus deliveries(Outgoing now) {
    DeliveryStatus all = now.delivery().status().countingToo(deliveries);
    for (Outgoing other : ending) {
      all = all.countingToo(other.delivery().status());
    }
    return all;
  }

  /** How this one's mailer stands, with what all before it have done. */
  synchronized MailerStatus mailers(Outgoing now) {
    MailerStatus all = now.mailer().vitals().countingToo(mailers);
    for (Outgoing other : ending) {
      all = all.countingToo(other.mailer().vitals());
    }
    return all;
  }
}
