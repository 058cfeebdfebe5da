package org.postern.relay.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.postern.core.smtp.Deadline;
import org.postern.spool.Claim;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what is due in the spool and hands it to the carriers, as fast as the pace allows; while
 * the route is closed one mail at a time that tries it. A thread of its own.
 */
final class Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration NAP = Duration.ofSeconds(1);
  private static final Duration STAY = Duration.ofSeconds(3);
  private static final Duration LONG_WAIT = Duration.ofMinutes(2);

  private final Spool spool;
  private final RouteGate gate;
  private final Supplier<Pace> pace;
  private final NextWork nextWork;
  private final LeaseKeeper leases;
  private final Carriers carriers;
  private final Telling telling;
  private final Thread thread = new Thread(this::dispatch, "postern-delivery");
  private volatile Optional<Instant> dayRenewsAt = Optional.empty();
  private final Reminder reminder = new Reminder(System::nanoTime);
  private volatile boolean stopping;

  Dispatcher(
      Spool spool,
      RouteGate gate,
      Supplier<Pace> pace,
      NextWork nextWork,
      LeaseKeeper leases,
      Carriers carriers,
      Telling telling) {
    this.spool = spool;
    this.gate = gate;
    this.pace = pace;
    this.nextWork = nextWork;
    this.leases = leases;
    this.carriers = carriers;
    this.telling = telling;
  }

  void start() {
    thread.start();
  }

  /** Claims nothing more once this returns. */
  void stop() throws InterruptedException {
    stopping = true;
    thread.interrupt();
    thread.join();
  }

  /** Goes on whatever happens to a round: mail waits rather than is forgotten. */
  private void dispatch() {
    while (!stopping) {
      try {
        roundOrNap();
      } catch (InterruptedException stopped) {
        LOG.debug("A stop is what interrupts, or else nothing has happened");
      }
    }
  }

  private void roundOrNap() throws InterruptedException {
    try {
      round();
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Throwable fault) {
      failed(fault);
      TimeUnit.NANOSECONDS.sleep(NAP.toNanos());
    }
  }

  private void failed(Throwable fault) {
    if (!reminder.tells(String.valueOf(fault))) {
      return;
    }
    if (fault instanceof SpoolException) {
      LOG.error("Mail waits: {}", fault.getMessage());
    } else {
      Mishap.log(LOG, "Mail waits: {}", fault.getMessage(), fault);
    }
  }

  private void round() throws InterruptedException {
    nextWork.lookAtClock();
    pace.get().saveNowAndThen();
    RouteGate.Pass pass = gate.await(NAP);
    if (pass != RouteGate.Pass.CLOSED) {
      claimAndCarry(pass == RouteGate.Pass.TRY_ONE);
    }
  }

  private void claimAndCarry(boolean tryOne) throws InterruptedException {
    int most = carriers.awaitRoom(tryOne ? 1 : carriers.size());
    Deque<Claim> claims = new ArrayDeque<>();
    try {
      claims.addAll(spool.claim(most, Courier.LEASE));
    } finally {
      carriers.giveBack(most - claims.size());
      if (tryOne && claims.isEmpty()) {
        gate.notTried();
      }
    }
    reminder.over().ifPresent(lasted -> LOG.info("Mail goes on, after {}", Lapse.shown(lasted)));
    if (claims.isEmpty()) {
      nextWork.await(NAP);
    } else {
      carryInPace(claims, tryOne);
    }
  }

  /** What may not go yet goes back, and all wait until it may. */
  private void carryInPace(Deque<Claim> claims, boolean tryOne) throws InterruptedException {
    Duration wait;
    try {
      claims.forEach(telling::claimed);
      wait = pace(claims);
      while (!claims.isEmpty() && wait.isZero()) {
        Claim claim = claims.element();
        carriers.add(new Carriers.Load(claim, leases.keep(claim), tryOne));
        claims.remove();
        wait = pace(claims);
      }
    } finally {
      // whatever went wrong: what was not handed over needs no room and tries nothing
      carriers.giveBack(claims.size());
      if (tryOne && !claims.isEmpty()) {
        gate.notTried();
      }
    }
    claims.forEach(spool::release);
    if (!wait.isZero()) {
      untilAllowed(wait);
    }
  }

  /** How long the first of them has to wait; it counts as sent where it need not. */
  private Duration pace(Deque<Claim> claims) {
    return claims.isEmpty() ? Duration.ZERO : pace.get().take(claims.element().due().size());
  }

  private void untilAllowed(Duration wait) throws InterruptedException {
    if (wait.compareTo(LONG_WAIT) > 0) {
      untilRenewal(wait);
      return;
    }
    Deadline end = Deadline.after(wait);
    while (!end.passed()) {
      pace.get().stay();
      Duration rest = end.remaining();
      TimeUnit.NANOSECONDS.sleep((rest.compareTo(STAY) < 0 ? rest : STAY).toNanos());
    }
  }

  private void untilRenewal(Duration wait) throws InterruptedException {
    Instant renewal = pace.get().moment(wait);
    LOG.warn(
        "The recipients of a day are used up: mail waits until about {}",
        Foretelling.time(renewal));
    dayRenewsAt = Optional.of(renewal);
    try {
      pace.get().rest();
      TimeUnit.NANOSECONDS.sleep(wait.toNanos()); // a stop interrupts it
    } finally {
      dayRenewsAt = Optional.empty();
    }
  }

  /** Until when a mail to more recipients than are left of the day keeps all others waiting too. */
  Optional<Instant> dayRenewsAt() {
    return dayRenewsAt;
  }
}
