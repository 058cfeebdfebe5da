package org.postern.relay;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How tests wait: often looked, and so long that a busy machine is in time. */
public final class Patient {

  /** For what comes at once, unless the machine is very busy. */
  public static final Duration LONG = Duration.ofMinutes(1);

  private Patient() {}

  /** Waits for what is asserted next. */
  public static ConditionFactory await() {
    return Awaitility.await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10));
  }
}
