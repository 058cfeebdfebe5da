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
import org.postern.core.smtp.Action;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Visible;
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
  private static final Duration NETWORK = Duration.ofSeconds(5);
  private static final Duration QUOTA = Duration.ofHours(1);
  private static final Duration LONG_HELD = Duration.ofHours(1);

  private final Spool spool;
  private final DeliverySettings settings;
  private final Courier courier;
  private final Clock clock;
  private final RouteGate gate = new RouteGate();
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
    this.free = new Semaphore(settings.workers(), true);
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
    if (!straight) {
      return intake.commit(arrival);
    }
    Claim claim;
    try {
      claim = intake.commitClaimed(arrival, Courier.lease());
    } catch (RuntimeException notKept) {
      free.release();
      throw notKept;
    }
    carry(claim, false);
    return claim.id();
  }

  private void dispatch() {
    while (!stopping) {
      try {
        RouteGate.Pass pass = gate.await(NAP);
        if (pass != RouteGate.Pass.CLOSED) {
          free.acquire();
          claimAndCarry(pass == RouteGate.Pass.TRY_ONE);
        }
      } catch (InterruptedException stopped) {
        return;
      } catch (RuntimeException fault) {
        LOG.error(
            "Mail waits: {}", fault.getMessage(), fault instanceof SpoolException ? null : fault);
        pause();
      }
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
      claims = spool.claim(permits, Courier.lease());
    } finally {
      free.release(permits - claims.size());
    }
    claims.forEach(claim -> carry(claim, tryOne));
    if (claims.isEmpty()) {
      if (tryOne) {
        gate.notTried();
      }
      awaitWork();
    }
  }

  private void awaitWork() throws InterruptedException {
    Duration most =
        spool
            .nextDue()
            .map(due -> Duration.between(clock.instant(), due).plusMillis(1))
            .filter(wait -> wait.compareTo(NAP) < 0)
            .orElse(NAP);
    if (!most.isNegative()) {
      spool.awaitWork(most);
    }
  }

  private void carry(Claim claim, boolean tryOne) {
    workers.execute(
        () -> {
          try {
            boolean heldForLong =
                gate.held()
                    .map(held -> System.nanoTime() - held.sinceNanos() > LONG_HELD.toNanos())
                    .orElse(false);
            noted(courier.carry(claim, heldForLong), tryOne);
          } catch (RuntimeException fault) {
            // the lease ends by itself; whoever claims the mail then tries again
            LOG.error("{} waits: what became of it could not be written down", claim.id(), fault);
            if (tryOne) {
              gate.notTried();
            }
          } finally {
            free.release();
          }
        });
  }

  private void noted(Judgement judgement, boolean tryOne) {
    Optional<RecipientResult> fault = judgement.routeFault();
    if (fault.isPresent()) {
      close(fault.get());
    } else if (tryOne || !gate.open()) {
      // whatever became of this mail, the way to the server works
      gate.reopen().ifPresent(lasted -> LOG.info("Mail goes out again, after {}", seconds(lasted)));
    }
    judgement
        .senderFault()
        .ifPresent(held -> LOG.error("Mail waits for the administrator: {}", shown(held)));
    if (judgement.events().stream()
        .anyMatch(event -> event.kind() == Judgement.Event.Kind.DELIVERED)) {
      lastSuccess.set(Optional.of(clock.instant()));
    }
  }

  private void close(RecipientResult fault) {
    Duration first =
        switch (fault.action()) {
          case HOLD_FOR_QUOTA -> QUOTA;
          case HOLD -> settings.hold();
          default -> min(NETWORK, settings.hold());
        };
    if (gate.close(shown(fault), fault.diagnosis(), first)) {
      String wait = seconds(gate.untilNextTry());
      if (fault.action() == Action.HOLD_FOR_QUOTA) {
        LOG.warn("All mail waits for a limit to renew, next try in {}: {}", wait, shown(fault));
      } else {
        LOG.error("All mail waits, next try in {}: {}", wait, shown(fault));
      }
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
        lastSuccess.get());
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
    return idle;
  }

  private void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(NAP.toNanos());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static String seconds(Duration time) {
    return Math.max(1, time.toSeconds()) + " s";
  }

  private static String shown(RecipientResult fault) {
    return Visible.text(fault.explanation())
        + fault.diagnosis().map(id -> " [" + id + "]").orElse("");
  }
}
