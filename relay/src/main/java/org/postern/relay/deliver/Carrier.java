package org.postern.relay.deliver;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with one claimed mail: it is carried, or put back where its turn came too late; and
 * what its way says of the route and the pace is noted. Thread safe.
 */
final class Carrier {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final Spool spool;
  private final Courier courier;
  private final RouteGate gate;
  private final RouteWatch route;
  private final Supplier<Pace> pace;
  private final Clock clock;
  private final AtomicReference<Optional<Instant>> lastSuccess =
      new AtomicReference<>(Optional.empty());

  Carrier(
      Spool spool,
      Courier courier,
      RouteGate gate,
      RouteWatch route,
      Supplier<Pace> pace,
      Clock clock) {
    this.spool = spool;
    this.courier = courier;
    this.gate = gate;
    this.route = route;
    this.pace = pace;
    this.clock = clock;
  }

  /**
   * @param stopping true where nothing more is begun
   * @param leaves called when it is done with
   */
  void carry(Carriers.Load load, boolean stopping, Runnable leaves) {
    if (stopping || !load.tryOne() && !gate.open()) {
      putBack(load, leaves);
      return;
    }
    try {
      Judgement judgement = courier.carry(load.claim(), route.heldForLong(), leaves);
      if (judgement.routeFault().isPresent() && !judgement.delivered()) {
        pace.get().giveBack(load.claim().due().size());
      }
      noted(judgement, load.tryOne());
    } catch (RuntimeException fault) {
      // the lease ends by itself; whoever claims the mail then tries again
      LOG.error(
          "{} is sent again, and may arrive twice: what became of it could not be written down",
          load.claim().id(),
          fault);
      leaves.run();
      if (load.tryOne()) {
        gate.notTried();
      }
    }
  }

  /** The route was closed, or the server stops, before its turn came. */
  private void putBack(Carriers.Load load, Runnable leaves) {
    try {
      pace.get().giveBack(load.claim().due().size());
      spool.release(load.claim());
    } catch (SpoolException fault) {
      LOG.warn(
          "{} is taken up again when its lease ends: {}", load.claim().id(), fault.getMessage());
    } finally {
      leaves.run();
      if (load.tryOne()) {
        gate.notTried();
      }
    }
  }

  private void noted(Judgement judgement, boolean tryOne) {
    if (judgement.tooFast()) {
      pace.get().slowDown();
    }
    route.noted(judgement, tryOne);
    if (judgement.delivered()) {
      lastSuccess.set(Optional.of(clock.instant()));
    }
  }

  /** When a mail was delivered last. */
  Optional<Instant> lastSuccess() {
    return lastSuccess.get();
  }
}
