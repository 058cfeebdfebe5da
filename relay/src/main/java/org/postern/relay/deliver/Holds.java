package org.postern.relay.deliver;

import java.time.Duration;
import org.postern.core.settings.SettingValues;
import org.postern.relay.DeliveryKeys;

/**
 * How long mail waits where it is not its own fault. Immutable.
 *
 * @param mended before the first try after what somebody must mend
 * @param network before the first try after what may end by itself
 * @param longest between two tries
 * @param sender before a mail is tried again whose sender is refused
 */
record Holds(Duration mended, Duration network, Duration longest, Duration sender) {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  static Holds of(SettingValues values) {
    Duration mended = values.get(DeliveryKeys.HOLD);
    Duration network = values.get(DeliveryKeys.HOLD_NETWORK);
    Duration longest =
        values.find(DeliveryKeys.HOLD_LONGEST).orElseGet(() -> max(LONGEST, max(mended, network)));
    return new Holds(mended, network, longest, values.get(DeliveryKeys.HOLD_SENDER));
  }

  static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
