package org.postern.relay.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.postern.core.Background;
import org.postern.core.Mailer;
import org.postern.core.settings.MailSettings;
import org.postern.relay.DeliveryStatus;
import org.postern.relay.Inlet;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes mail from the spool to the mail server: what is due, what has just come in (straight, while
 * there is nothing older), and, while the route is closed, one mail at a time that tries it. Thread
 * safe.
 */
public final class Delivery implements Inlet {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration NAP = Duration.ofSeconds(1);
  private static final Duration LONG_WAIT = Duration.ofMinutes(2);

  private final Spool spool;
  private final DeliverySettings settings;
  private final Courier courier;
  private final Clock clock;
  private final RouteGate gate = new RouteGate();
  private final RouteWatch route;
  private final NextWork nextWork;
  private final Pace pace;
  private final Semaphore free;
  private final ExecutorService workers = Background.executor();
  private final Thread dispatcher = new Thread(this::dispatch, "postern-delivery");
  private final AtomicReference<Optional<Instant>> lastSuccess =
      new AtomicReference<>(Optional.empty());
  private volatile boolean stopping;

  private Delivery(
      Spool spool, Supplier<Mailer> mailer, MailSettings mail, String reporter, Clock clock) {
    this.spool = spool;
    this.clock = clock;
    this.settings = DeliverySettings.of(mail);
    this.nextWork = new NextWork(spool, clock, System::nanoTime);
    this.route = new RouteWatch(gate, settings.hold());
    this.free = new Semaphore(settings.workers(), true);
    this.pace =
        new Pace(
            settings.perMinute(), settings.perDay(), spool.notebook(), clock, System::nanoTime);
    this.courier = new Courier(spool, mailer, settings, new Bounces(reporter, settings), clock);
  }

  /**
   * Starts at once.
   *
   * @param mailer asked at each mail, so that a reload can put another in its place
   * @param reporter this host's name, for notifications
   */
  public static Delivery start(
      Spool spool, Supplier<Mailer> mailer, MailSettings mail, String reporter, Clock clock) {
    Delivery delivery = new Delivery(spool, mailer, mail, reporter, clock);
    delivery.dispatcher.start();
    return delivery;
  }

  @Override
  public Intake receive() {
    return spool.receive();
  }

  @Override
  public MailId commit(Intake intake, Arrival arrival) {
    // who waits for a worker has older mail
    boolean straight = !stopping && gate.open() && !free.hasQueuedThreads() && free.tryAcquire();
    if (straight && !pace.take(arrival.recipients().size()).isZero()) {
      free.release();
      straight = false;
    }
    if (!straight) {
      return intake.commit(arrival);
    }
    Claim claim;
    try {
      claim = intake.commitClaimed(arrival, Courier.LEASE);
    } catch (RuntimeException notKept) {
      free.release();
      throw notKept;
    }
    carry(claim, false);
    return claim.id();
  }

  /** Goes on whatever happens to a round: mail waits rather than is forgotten. */
  private void dispatch() {
    try {
      while (!stopping) {
        try {
          round();
        } catch (RuntimeException fault) {
          LOG.error(
              "Mail waits: {}", fault.getMessage(), fault instanceof SpoolException ? null : fault);
          TimeUnit.NANOSECONDS.sleep(NAP.toNanos());
        }
      }
    } catch (InterruptedException stopped) {
      LOG.debug("No further mail is taken up");
    }
  }

  private void round() throws InterruptedException {
    pace.saveNowAndThen();
    RouteGate.Pass pass = gate.await(NAP);
    if (pass != RouteGate.Pass.CLOSED) {
      free.acquire();
      claimAndCarry(pass == RouteGate.Pass.TRY_ONE);
    }
  }

  /** Has one permit, and takes more where there is more to do. */
  private void claimAndCarry(boolean tryOne) throws InterruptedException {
    int permits = 1;
    while (!tryOne && permits < settings.workers() && free.tryAcquire()) {
      permits++;
    }
    List<Claim> claims = List.of();
    try {
      claims = spool.claim(permits, Courier.LEASE);
    } finally {
      free.release(permits - claims.size());
      if (tryOne && claims.isEmpty()) {
        gate.notTried();
      }
    }
    carryInPace(claims, tryOne);
    if (claims.isEmpty()) {
      nextWork.await(NAP);
    }
  }

  /** What may not go yet goes back, and all wait until it may. */
  private void carryInPace(List<Claim> claims, boolean tryOne) throws InterruptedException {
    for (int i = 0; i < claims.size(); i++) {
      Duration wait = pace.take(claims.get(i).due().size());
      if (!wait.isZero()) {
        if (tryOne) {
          gate.notTried();
        }
        for (Claim rest : claims.subList(i, claims.size())) {
          free.release();
          spool.release(rest);
        }
        untilAllowed(wait);
        return;
      }
      carry(claims.get(i), tryOne);
    }
  }

  private void untilAllowed(Duration wait) throws InterruptedException {
    if (wait.compareTo(LONG_WAIT) > 0) {
      LOG.warn("The recipients of a day are used up: mail waits until about {}", pace.time(wait));
    }
    pace.save();
    TimeUnit.NANOSECONDS.sleep(wait.toNanos()); // a stop interrupts it
  }

  private void carry(Claim claim, boolean tryOne) {
    workers.execute(
        () -> {
          try {
            noted(courier.carry(claim, route.heldForLong()), tryOne);
          } catch (RuntimeException fault) {
            // the lease ends by itself; whoever claims the mail then tries again
            LOG.error(
                "{} is sent again, and may arrive twice: what became of it could not be written"
                    + " down",
                claim.id(),
                fault);
            if (tryOne) {
              gate.notTried();
            }
          } finally {
            free.release();
          }
        });
  }

  private void noted(Judgement judgement, boolean tryOne) {
    if (judgement.tooFast()) {
      pace.slowDown();
    }
    route.noted(judgement, tryOne);
    if (judgement.delivered()) {
      lastSuccess.set(Optional.of(clock.instant()));
    }
  }

  /** Tries a closed route at once: something was mended. */
  public void tryNow() {
    gate.tryNow();
  }

  /** How it stands. */
  public DeliveryStatus status() {
    return new DeliveryStatus(
        settings.workers() - free.availablePermits(),
        gate.held().map(RouteGate.Held::reason),
        gate.held().flatMap(RouteGate.Held::diagnosis),
        gate.held().map(held -> clock.instant().plus(gate.untilNextTry())),
        lastSuccess.get(),
        pace.fullAt(),
        courier.totals());
  }

  /**
   * Takes up nothing new, and waits for what is under way; the rest stays in the spool.
   *
   * @return false where something was still under way when the time was over: it is sent again
   */
  public boolean stop(Duration within) throws InterruptedException {
    stopping = true;
    dispatcher.interrupt();
    dispatcher.join();
    boolean idle = free.tryAcquire(settings.workers(), within.toNanos(), TimeUnit.NANOSECONDS);
    workers.shutdownNow();
    courier.close();
    pace.save();
    return idle;
  }
}
