package org.postern.relay.deliver;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.postern.relay.DeliveryTotals;
import org.postern.relay.MailEvent.Kind;

/**
 * Counts what becomes of recipients, and mails that nobody counted on their way in. Thread safe.
 */
final class Totals {

  private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);

  private final LongAdder takenUp = new LongAdder();
  private final LongAdder takenUpBytes = new LongAdder();

  Totals() {
    for (Kind kind : Kind.values()) {
      counts.put(kind, new LongAdder());
    }
  }

  /** One more of these. */
  void count(Judgement.Event event) {
    counts.get(event.kind()).increment();
  }

  /** One more mail that somebody left in the spool. */
  void takenUp(long size) {
    takenUp.increment();
    takenUpBytes.add(size);
  }

  /** As they are now. */
  DeliveryTotals now() {
    return new DeliveryTotals(
        counts.get(Kind.DELIVERED).sum(),
        counts.get(Kind.DEFERRED).sum(),
        counts.get(Kind.BOUNCED).sum(),
        counts.get(Kind.DEAD).sum(),
        takenUp.sum(),
        takenUpBytes.sum());
  }
}
