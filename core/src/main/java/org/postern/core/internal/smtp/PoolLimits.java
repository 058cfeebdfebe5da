package org.postern.core.internal.smtp;

import java.time.Duration;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.SettingValues;

/**
 * How connections are shared.
 *
 * @param connections at the same time
 * @param idle how long one waits for the next mail
 * @param age at which one takes no further mail
 * @param messages on one connection
 * @param patience how long a send waits for its turn
 * @param recipients in one transaction
 */
public record PoolLimits(
    int connections, Duration idle, Duration age, int messages, Duration patience, int recipients) {

  /** With as many recipients in one transaction as there are. */
  public PoolLimits(int connections, Duration idle, Duration age, int messages, Duration patience) {
    this(connections, idle, age, messages, patience, Integer.MAX_VALUE);
  }

  /** As set. */
  public static PoolLimits of(SettingValues values) {
    return new PoolLimits(
        values.get(CoreKeys.POOL_CONNECTIONS),
        values.get(CoreKeys.POOL_IDLE),
        values.get(CoreKeys.POOL_AGE),
        values.get(CoreKeys.POOL_MESSAGES),
        values.get(CoreKeys.POOL_WAIT),
        values.get(CoreKeys.MAX_RECIPIENTS));
  }
}
