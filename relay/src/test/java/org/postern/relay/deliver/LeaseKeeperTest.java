package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.auth.open.OpenProvider;
import org.postern.relay.Patient;
import org.postern.spool.Spool;
import org.postern.spool.sql.Spools;

/** Mail that takes long stays with who delivers it. */
class LeaseKeeperTest {

  private static final Duration LEASE = Duration.ofSeconds(1);

  private final AtomicInteger renewed = new AtomicInteger();
  private Spool spool;
  private Spool counted;
  private long passed;

  @BeforeEach
  void open(@TempDir Path folder) {
    spool = Spools.open(Post.settings(new OpenProvider(), folder).build().values());
    counted = counting(spool);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @Test
  void aClaimIsRenewedForAsLongAsSomebodyWorksOnItAndIsFreeAfterwards() throws Exception {
    try (LeaseKeeper keeper = new LeaseKeeper(counted, LEASE)) {
      LeaseKeeper.Kept kept = keeper.keep(Post.claimed(spool, LEASE));

      // so often that two leases would have ended
      Patient.await().until(() -> renewed.get() >= 8);

      kept.leave();
      Patient.await().until(() -> spool.claim(1, LEASE).size() == 1);
    }
  }

  @Test
  void noLeaseEndsBetweenTwoRenewalsAndNoneIsRenewedForNobody() throws Exception {
    Clockwork clockwork = new Clockwork();
    try (LeaseKeeper keeper = new LeaseKeeper(counted, LEASE, clockwork.executor(), () -> passed)) {
      LeaseKeeper.Kept kept = keeper.keep(Post.claimed(spool, Patient.LONG));
      long last = passed;
      while (passed < LEASE.multipliedBy(3).toNanos()) {
        int before = renewed.get();
        clockwork.round();
        // half of it is left for a spool that is slow, or a machine that is busy
        assertThat(passed - last).isLessThanOrEqualTo(LEASE.dividedBy(2).toNanos());
        last = renewed.get() > before ? passed : last;
      }

      int sofar = renewed.get();
      kept.leave();
      for (int i = 0; i < 8; i++) {
        clockwork.round();
      }
      assertThat(renewed).hasValue(sofar);
    }
  }

  @Test
  void anErrorOfOneRenewalEndsNoOther() throws Exception {
    try (LeaseKeeper keeper = new LeaseKeeper(FailsOnce.at("renew", counted), LEASE)) {
      keeper.keep(Post.claimed(spool, LEASE));

      Patient.await().until(() -> renewed.get() >= 8);
    }
  }

  /** Counts renewals of claims that are held still. */
  private Spool counting(Spool real) {
    return (Spool)
        Proxy.newProxyInstance(
            Spool.class.getClassLoader(),
            new Class<?>[] {Spool.class},
            (proxy, called, arguments) -> {
              try {
                Object result = called.invoke(real, arguments);
                if (called.getName().equals("renew") && Boolean.TRUE.equals(result)) {
                  renewed.incrementAndGet();
                }
                return result;
              } catch (InvocationTargetException theirs) {
                throw theirs.getCause();
              }
            });
  }

  /** A clockwork that the test turns: each round as long after the one before as was asked for. */
  private final class Clockwork {

    private Runnable work = () -> {};
    private long pause;

    ScheduledExecutorService executor() {
      return (ScheduledExecutorService)
          Proxy.newProxyInstance(
              ScheduledExecutorService.class.getClassLoader(),
              new Class<?>[] {ScheduledExecutorService.class},
              (proxy, called, arguments) -> {
                if (called.getName().equals("scheduleWithFixedDelay")) {
                  work = (Runnable) arguments[0];
                  pause = (long) arguments[2];
                }
                return null;
              });
    }

    void round() {
      passed += pause;
      work.run();
    }
  }
}
