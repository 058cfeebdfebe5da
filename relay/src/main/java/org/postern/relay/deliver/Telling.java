package org.postern.relay.deliver;

import java.time.Instant;
import java.util.List;
import org.postern.relay.DeliveryTotals;
import org.postern.relay.MailEvent;
import org.postern.spool.Claim;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts, logs and tells what happens to mails and recipients. Thread safe. */
final class Telling {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final RouteWaits waits = new RouteWaits();
  private final Totals totals = new Totals();
  private final MailEvent.Listener listener;

  Telling(MailEvent.Listener listener) {
    this.listener = listener;
  }

  /** Those who wait for the route in one line, and in none where it would say the same again. */
  void log(Claim claim, List<Judgement.Event> events, Instant now) {
    events.forEach(totals::count);
    events.stream()
        .filter(event -> !event.ofRoute())
        .forEach(event -> LifeLog.write(claim, event, now));
    List<Judgement.Event> waiting = events.stream().filter(Judgement.Event::ofRoute).toList();
    if (waiting.isEmpty()) {
      waits.forget(claim.id());
    } else if (waits.news(claim.id(), waiting.get(0).result())) {
      LifeLog.waits(claim, waiting, now);
    }
  }

  /** Tells the application, where one listens; its fault costs the mail this event, no more. */
  void tell(Claim claim, Judgement.Event event) {
    try {
      listener.happened(
          new MailEvent(
              claim.id(), claim.arrival().messageId(), event.kind(), event.result(), event.next()));
    } catch (Throwable theirs) {
      Mishap.log(LOG, "{}: a listener of this application failed", claim.id(), theirs);
    } finally {
      // what it may have left behind would close files that are written next on this thread
      Thread.interrupted();
    }
  }

  /** Tells of a mail that is claimed, where nobody has told of it before. */
  void claimed(Claim claim) {
    if (claim.unseen()) {
      totals.takenUp(claim.body().size());
      LifeLog.takenUp(claim);
    }
  }

  DeliveryTotals totals() {
    return totals.now();
  }
}
