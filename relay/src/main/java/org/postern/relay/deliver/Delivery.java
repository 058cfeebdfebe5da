package org.postern.relay.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.postern.core.Background;
import org.postern.core.Mailer;
import org.postern.core.settings.MailSettings;
import org.postern.relay.DeliveryStatus;
import org.postern.relay.Inlet;
import org.postern.relay.MailEvent;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes mail from the spool to the mail server: what is due, what has just come in (straight, while
 * there is room), and, while the route is closed, one mail at a time that tries it. Thread safe.
 */
public final class Delivery implements Inlet {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /** For {@link #stop}: until all that is under way has ended. */
  public static final Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

  private final Spool spool;
  private final Telling telling;
  private final Carrier carrier;
  private final Clock clock;
  private final RouteGate gate;
  private final RouteWatch route;
  private final DeliverySettings settings;
  private final LeaseKeeper leases;
  private final Carriers carriers;
  private final Dispatcher dispatcher;
  private final QueueTraces traces;
  private volatile Pace pace;
  private volatile boolean stopping;
  private volatile boolean ended;

  private Delivery(
      Spool spool,
      Supplier<Mailer> mailer,
      MailSettings mail,
      String reporter,
      MailEvent.Listener listener,
      Clock clock) {
    this.settings = DeliverySettings.of(mail);
    this.gate = new RouteGate(settings.holds().longest());
    ExecutorService threads = Background.executor();
    this.spool = spool;
    this.clock = clock;
    this.pace =
        new Pace(
            settings.perMinute(), settings.perDay(), spool.notebook(), clock, System::nanoTime);
    this.route = new RouteWatch(gate, settings.holds(), () -> pace.untilRenewal());
    this.leases = new LeaseKeeper(spool, Courier.LEASE);
    this.telling = new Telling(listener);
    // ages and due times: the clocks of nodes on one spool may differ
    Clock time = spool.sharedClock().orElse(clock);
    ClockJump jump = new ClockJump(time, System::nanoTime);
    Bounces bounces = new Bounces(reporter, settings);
    Courier courier = new Courier(spool, mailer, settings, bounces, telling, time, jump, threads);
    this.carrier = new Carrier(spool, courier, gate, route, () -> pace, clock);
    this.carriers = new Carriers(settings.carriers(), threads, this::carry);
    NextWork nextWork = new NextWork(spool, time, System::nanoTime, jump);
    this.dispatcher = new Dispatcher(spool, gate, () -> pace, nextWork, leases, carriers, telling);
    this.traces = new QueueTraces(spool);
  }

  /**
   * Starts at once.
   *
   * @param mailer asked at each mail, so that a reload can put another in its place
   * @param reporter this host's name, for notifications
   */
  public static Delivery start(
      Spool spool, Supplier<Mailer> mailer, MailSettings mail, String reporter, Clock clock) {
    return start(spool, mailer, mail, reporter, event -> {}, clock);
  }

  /**
   * As above.
   *
   * @param listener hears what becomes of each recipient
   */
  public static Delivery start(
      Spool spool,
      Supplier<Mailer> mailer,
      MailSettings mail,
      String reporter,
      MailEvent.Listener listener,
      Clock clock) {
    Delivery delivery = new Delivery(spool, mailer, mail, reporter, listener, clock);
    delivery.begin();
    return delivery;
  }

  /** As {@link #start}, with nothing begun before {@link #begin} or {@link #beginAfter}. */
  public static Delivery prepared(
      Spool spool, Supplier<Mailer> mailer, MailSettings mail, String reporter, Clock clock) {
    return new Delivery(spool, mailer, mail, reporter, event -> {}, clock);
  }

  /** Starts; once. */
  public void begin() {
    traces.start();
    dispatcher.start();
  }

  /** Starts in the place of another, which may still end what it has begun: both keep one pace. */
  public void beginAfter(Delivery before) {
    before.pace.limit(settings.perMinute(), settings.perDay());
    pace = before.pace;
    begin();
  }

  @Override
  public void admit(long size) {
    spool.admit(size);
  }

  @Override
  public Intake receive() {
    return spool.receive();
  }

  @Override
  public MailId commit(Intake intake, Arrival arrival) {
    boolean straight = !stopping && gate.open() && carriers.tryRoom();
    if (straight && !pace.tryTake(arrival.recipients().size())) {
      carriers.giveBack(1);
      straight = false;
    }
    if (!straight) {
      return intake.commit(arrival);
    }
    Claim claim;
    try {
      claim = intake.commitClaimed(arrival, Courier.LEASE);
    } catch (RuntimeException notKept) {
      carriers.giveBack(1);
      throw notKept;
    }
    carriers.add(new Carriers.Load(claim, leases.keep(claim), false));
    return claim.id();
  }

  private void carry(Carriers.Load load) {
    carrier.carry(load, stopping, () -> carriers.leaves(load));
  }

  /** Tries a closed route at once: something was mended. */
  public void tryNow() {
    gate.tryNow();
  }

  /** How it stands. */
  public DeliveryStatus status() {
    Optional<Instant> dayRenewsAt = dispatcher.dayRenewsAt().or(() -> pace.renewsAt());
    return new DeliveryStatus(
        ended ? 0 : carriers.underWay(),
        gate.held().map(RouteGate.Held::reason),
        gate.held().flatMap(RouteGate.Held::diagnosis),
        gate.held().map(held -> clock.instant().plus(gate.untilNextTry())),
        carrier.lastSuccess(),
        dayRenewsAt.isPresent() ? Optional.empty() : pace.fullAt(),
        dayRenewsAt,
        telling.totals());
  }

  /**
   * Takes up nothing new, and waits for what is under way, whose leases are kept until then; the
   * rest stays in the spool.
   *
   * @param within what is still under way then, or at an interrupt, is sent again
   * @return false where something was
   */
  public boolean stop(Duration within) throws InterruptedException {
    if (ended) {
      return true;
    }
    stopping = true;
    boolean empty = false;
    try {
      dispatcher.stop();
      carriers.retire();
      empty = carriers.awaitEmpty(within);
    } finally {
      if (!empty && !leases.kept().isEmpty()) {
        LOG.warn(
            "Mail was still under way; it stays in the spool, and may arrive twice: {}",
            leases.kept());
      }
      carriers.close();
      leases.close();
      traces.close();
      pace.rest();
      ended = true;
    }
    return empty;
  }
}
