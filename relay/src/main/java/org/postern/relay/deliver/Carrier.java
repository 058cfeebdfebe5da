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
    boolean told = false;
    try {
      told = carried(load, leaves).map(judgement -> noted(judgement, load)).orElse(false);
    } finally {
      // else the gate would wait for ever for what this try has shown
      if (load.tryOne() && !told) {
        gate.notTried();
      }
    }
  }

  private Optional<Judgement> carried(Carriers.Load load, Runnable leaves) {
    try {
      return Optional.of(courier.carry(load.claim(), route.heldForLong(), leaves));
    } catch (Throwable fault) {
      // the lease ends by itself; whoever claims the mail then tries again
      Mishap.log(
          LOG,
          "{} is sent again, and may arrive twice: what became of it could not be written down",
          load.claim().id(),
          fault);
      leaves.run();
      return Optional.empty();
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

  /** False where a fault came between: then the gate may not have heard of this try. */
  private boolean noted(Judgement judgement, Carriers.Load load) {
    try {
      if (judgement.routeFault().isPresent() && !judgement.delivered()) {
        pace.get().giveBack(load.claim().due().size());
      }
      if (judgement.tooFast()) {
        pace.get().slowDown();
      }
      route.noted(judgement, load.tryOne());
      if (judgement.delivered()) {
        lastSuccess.set(Optional.of(clock.instant()));
      }
      return true;
    } catch (Throwable fault) {
      Mishap.log(
          LOG,
          "{}: what became of it is written down, but not taken into account for the mail after it",
          load.claim().id(),
          fault);
      return false;
    }
  }

  /** When a mail was delivered last. */
  Optional<Instant> lastSuccess() {
    return lastSuccess.get();
  }
}
