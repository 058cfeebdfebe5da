package org.postern.relay;

/**
 * What became of recipients since delivery began, each attempt counted.
 *
 * @param delivered the mail server has the mail
 * @param deferred tried again later
 * @param bounced given up, and the sender told
 * @param dead given up, and kept for the administrator
 */
public record DeliveryTotals(long delivered, long deferred, long bounced, long dead) {

  /** Nothing yet. */
  public static final DeliveryTotals NONE = new DeliveryTotals(0, 0, 0, 0);

  /** Both together. */
  public DeliveryTotals plus(DeliveryTotals other) {
    return new DeliveryTotals(
        delivered + other.delivered,
        deferred + other.deferred,
        bounced + other.bounced,
        dead + other.dead);
  }
}
