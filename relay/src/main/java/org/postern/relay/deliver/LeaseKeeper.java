package org.postern.relay.deliver;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.postern.core.Background;
import org.postern.spool.Claim;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the leases of mails that take long, so that no other node takes them for abandoned and
 * sends them a second time. Thread safe.
 */
final class LeaseKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  private static final int MOST_NAMED = 50;

  private final Spool spool;
  private final Duration lease;
  private final long look;
  private final Set<Kept> all = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clockwork;
  private final LongSupplier nanos;

  /**
   * @param lease how long a claim is kept without a renewal
   */
  LeaseKeeper(Spool spool, Duration lease) {
    this(spool, lease, Background.clockwork("postern-leases"), System::nanoTime);
  }

  /**
   * As above.
   *
   * @param clockwork looks after the leases; shut down with this
   * @param nanos a clock that is never set
   */
  LeaseKeeper(Spool spool, Duration lease, ScheduledExecutorService clockwork, LongSupplier nanos) {
    this.spool = spool;
    this.clockwork = clockwork;
    this.nanos = nanos;
    this.lease = lease;
    this.look = lease.toNanos() / 4;
    clockwork.scheduleWithFixedDelay(this::renewOld, look, look, TimeUnit.NANOSECONDS);
  }

  /** A claim on which somebody works until {@link #leave}. */
  final class Kept {

    private final Claim claim;
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile long renewed = nanos.getAsLong();

    private Kept(Claim claim) {
      this.claim = claim;
    }

    /** Nobody works on it any more; false where that was said before. */
    boolean leave() {
      all.remove(this);
      return left.compareAndSet(false, true);
    }
  }

  /** This claim is being worked on from now. */
  Kept keep(Claim claim) {
    Kept kept = new Kept(claim);
    all.add(kept);
    return kept;
  }

  /** The mails on which somebody works, for people: the first of very many. */
  String kept() {
    String some =
        all.stream().limit(MOST_NAMED).map(kept -> kept.claim.id().text()).collect(joining(", "));
    int more = all.size() - MOST_NAMED;
    return more > 0 ? some + " and " + more + " more" : some;
  }

  /** Most mails are done long before: only the old ones cost a write. */
  private void renewOld() {
    try {
      long now = nanos.getAsLong();
      all.stream().filter(kept -> now - kept.renewed >= look).forEach(this::renew);
    } catch (Throwable fault) {
      // else this clockwork would never be called again
      Mishap.log(LOG, "Leases of {} mails are renewed a round later", all.size(), fault);
    }
  }

  private void renew(Kept kept) {
    Claim claim = kept.claim;
    try {
      if (spool.renew(claim, lease)) {
        kept.renewed = nanos.getAsLong();
      } else if (all.remove(kept)) {
        LOG.warn("{} was taken up by another node meanwhile, and may arrive twice", claim.id());
      }
    } catch (SpoolException fault) {
      LOG.warn("The lease of {} was not renewed: {}", claim.id(), fault.getMessage());
    } catch (Throwable bug) {
      // the others are renewed all the same, and in the next round this one too
      Mishap.log(LOG, "The lease of {} was not renewed for an unexpected reason", claim.id(), bug);
    }
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
  }
}
