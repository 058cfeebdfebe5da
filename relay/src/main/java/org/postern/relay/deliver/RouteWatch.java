package org.postern.relay.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Visible;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes and opens the gate by what attempts have shown, and tells the administrator. */
final class RouteWatch {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration LONG_HELD = Duration.ofHours(1);

  private final RouteGate gate;
  private final Holds holds;
  private final Supplier<Duration> renewal;

  /**
   * @param holds until the first try after a fault
   * @param renewal until a limit of a day, used up now, renews
   */
  RouteWatch(RouteGate gate, Holds holds, Supplier<Duration> renewal) {
    this.gate = gate;
    this.holds = holds;
    this.renewal = renewal;
  }

  /** True where all mail has waited for so long that it may end by its age alone. */
  boolean heldForLong() {
    return gate.held()
        .map(held -> System.nanoTime() - held.sinceNanos() > LONG_HELD.toNanos())
        .orElse(false);
  }

  /**
   * @param tryOne true where this was the one mail that tries a closed route
   */
  void noted(Judgement judgement, boolean tryOne) {
    Optional<RecipientResult> fault = judgement.routeFault();
    if (fault.isPresent()) {
      close(fault.get());
    } else if (tryOne || !gate.open()) {
      // whatever became of this mail, the way to the server works
      gate.reopen().ifPresent(lasted -> LOG.info("Mail goes out again, after {}", shown(lasted)));
    }
    judgement
        .senderFault()
        .ifPresent(held -> LOG.error("Mail waits for the administrator: {}", shown(held)));
  }

  private void close(RecipientResult fault) {
    Duration first =
        switch (fault.action()) {
          case HOLD_FOR_QUOTA -> renewal.get();
          case HOLD -> holds.mended();
          default -> holds.network();
        };
    if (!gate.close(shown(fault), fault.diagnosis(), first)) {
      return;
    }
    Duration wait = gate.untilNextTry();
    if (fault.action() == Action.HOLD_FOR_QUOTA) {
      LOG.warn(
          "All mail waits for a limit to renew, until about {}: {}",
          Foretelling.time(Instant.now().plus(wait)),
          shown(fault));
    } else {
      LOG.error("All mail waits, next try in {}: {}", shown(wait), shown(fault));
    }
  }

  private static String shown(Duration time) {
    return Lapse.shown(Duration.ofSeconds(Math.max(1, time.toSeconds())));
  }

  private static String shown(RecipientResult fault) {
    return Visible.text(fault.explanation())
        + fault.diagnosis().map(id -> " [" + id + "]").orElse("");
  }
}
