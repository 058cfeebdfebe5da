package org.postern.relay;

/**
 * What became of recipients since delivery began, each attempt counted.
 *
 * @param delivered the mail server has the mail
 * @param deferred tried again later
 * @param bounced given up, and the sender told
 * @param dead given up, and kept for the administrator
 * @param takenUp mails that others left in the spool, such as {@code postern-sendmail}, and that
 *     were claimed for the first time: each mail once, by one of all processes that deliver
 * @param takenUpBytes their bytes
 */
public record DeliveryTotals(
    long delivered, long deferred, long bounced, long dead, long takenUp, long takenUpBytes) {

  /** Nothing yet. */
  public static final DeliveryTotals NONE = new DeliveryTotals(0, 0, 0, 0, 0, 0);

  /** Both together. */
  public DeliveryTotals plus(DeliveryTotals other) {
    return new DeliveryTotals(
        delivered + other.delivered,
        deferred + other.deferred,
        bounced + other.bounced,
        dead + other.dead,
        takenUp + other.takenUp,
        takenUpBytes + other.takenUpBytes);
  }
}
