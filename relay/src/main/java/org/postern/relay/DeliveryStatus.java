package org.postern.relay;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How delivery stands at a moment.
 *
 * @param underWay mails that are being sent
 * @param held why all mail waits, where it does: one sentence with what to do
 * @param diagnosis its id in the catalogue, where it is a known one
 * @param nextTry when the way is tried again, where all mail waits
 * @param lastSuccess when a mail server last took a mail, since the start
 * @param dayFullAt when the recipients that a day allows will be used up at this pace; empty: they
 *     last, or are used up already
 * @param dayRenewsAt until when mail waits, where the recipients that a day allows are used up
 * @param totals what became of recipients since the start
 */
public record DeliveryStatus(
    int underWay,
    Optional<String> held,
    Optional<String> diagnosis,
    Optional<Instant> nextTry,
    Optional<Instant> lastSuccess,
    Optional<Instant> dayFullAt,
    Optional<Instant> dayRenewsAt,
    DeliveryTotals totals) {

  /** As this one stands, with what another one has done before or still does beside it. */
  public DeliveryStatus countingToo(DeliveryStatus other) {
    Optional<Instant> last =
        Stream.of(lastSuccess, other.lastSuccess)
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder());
    return new DeliveryStatus(
        underWay + other.underWay,
        held,
        diagnosis,
        nextTry,
        last,
        dayFullAt,
        dayRenewsAt,
        totals.plus(other.totals));
  }
}
