package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingKey;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.TestCa;
import org.postern.testkit.TokenRegistry;

/**
 * A hundred threads send for a minute ({@code -Dpostern.load=60}; ten seconds by default) with
 * tokens of three seconds.
 */
@Timeout(180)
class RenewalUnderLoadTest {

  private static final TestCa CA = TestCa.create();
  private static final Duration LIFETIME = Duration.ofSeconds(3);

  /** The age at which one is renewed ahead of its end. */
  private static final Duration AHEAD = LIFETIME.multipliedBy(3).dividedBy(4);

  private static final Duration LOAD = Duration.ofSeconds(Integer.getInteger("postern.load", 10));
  private static final int THREADS = 100;

  private final Watched watched = new Watched();

  @Test
  void noSendFailsAndNobodyWaitsForARenewalThatCouldBeDoneAhead() throws Exception {
    TokenRegistry tokens = new TokenRegistry();
    try (Starvation starvation = new Starvation();
        FakeTokenEndpoint endpoint =
            FakeTokenEndpoint.builder()
                .tls(CA.localhost())
                .client("app", "app-secret")
                .lifetime(LIFETIME)
                .tokens(tokens)
                .start();
        FakeSmtpServer server =
            FakeSmtpServer.builder().startTls(CA.localhost()).tokens(tokens).start();
        Mailer mailer =
            Mailer.open(
                settings(endpoint, server), AuthStrategies.of(watched), CA.trustingContext())) {
      long begun = System.nanoTime();
      List<DeliveryResult> failed = send(mailer);

      assertThat(failed).isEmpty();
      assertThat(watched.inFlightAtMost).hasValue(1);
      // a request is counted when it comes, a renewal when it is done: one may be under way
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(endpoint.requests()).hasSize(watched.renewals.size()));
      List<Renewal> renewals = List.copyOf(watched.renewals);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      // the first one, one for each three quarters of a lifetime, and one after a refusal
      assertThat(renewals.size()).isLessThanOrEqualTo((int) took.dividedBy(AHEAD) + 2);
      checkRenewals(renewals, starvation.longest());
    }
  }

  /**
   * @param starved for how long this machine let a thread wait that had nothing to do but wake up:
   *     no renewal can be more punctual than that
   */
  private static void checkRenewals(List<Renewal> renewals, Duration starved) {
    int inTime = 0;
    for (int i = 1; i < renewals.size(); i++) {
      Renewal renewal = renewals.get(i);
      Instant end = renewals.get(i - 1).done().plus(LIFETIME);
      if (renewal.done().isBefore(end)) {
        assertThat(renewal.thread()).as("who renewed %d", i).doesNotStartWith("sender");
      }
      if (renewal.done().isBefore(end.plus(starved))) {
        inTime++;
      }
    }
    // one may come late where a single thread was held up; by which clock is TokenCacheTest's
    assertThat(inTime)
        .as("done before the token before had ended: %s", renewals)
        .isPositive()
        .isGreaterThanOrEqualTo(renewals.size() - 2);
  }

  private static List<DeliveryResult> send(Mailer mailer) throws Exception {
    OutboundMessage message =
        OutboundMessage.builder()
            .from("app@example.com")
            .to("b@example.org")
            .subject("S")
            .text("T")
            .build();
    AtomicInteger number = new AtomicInteger();
    ExecutorService senders =
        Executors.newFixedThreadPool(
            THREADS, work -> new Thread(work, "sender " + number.incrementAndGet()));
    List<DeliveryResult> failed = new CopyOnWriteArrayList<>();
    long end = System.nanoTime() + LOAD.toNanos();
    Callable<Integer> sending =
        () -> {
          int sent = 0;
          while (System.nanoTime() < end) {
            DeliveryResult result = mailer.send(message);
            sent++;
            if (!result.acceptedForAll()) {
              failed.add(result);
            }
          }
          return sent;
        };
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      all.add(senders.submit(sending));
    }
    int sent = 0;
    for (Future<Integer> one : all) {
      sent += one.get();
    }
    senders.shutdown();
    System.out.println(sent + " mails by " + THREADS + " threads in " + LOAD.toSeconds() + " s");
    return failed;
  }

  private static MailSettings settings(FakeTokenEndpoint endpoint, FakeSmtpServer server) {
    return OAuthSettings.secret("app-secret", endpoint.uri())
        .set(CoreKeys.PORT, server.port())
        .set(CoreKeys.POOL_CONNECTIONS, 10)
        .build();
  }

  /** Measures how late threads run here. */
  private static final class Starvation implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(20);

    private final AtomicLong longest = new AtomicLong();
    private final Thread clock = new Thread(this::tick, "starvation");

    Starvation() {
      clock.setDaemon(true);
      clock.start();
    }

    private void tick() {
      try {
        while (true) {
          long begun = System.nanoTime();
          Thread.sleep(TICK.toMillis());
          longest.accumulateAndGet(System.nanoTime() - begun - TICK.toNanos(), Math::max);
        }
      } catch (InterruptedException over) {
        // measured enough
      }
    }

    Duration longest() {
      return Duration.ofNanos(longest.get());
    }

    @Override
    public void close() {
      clock.interrupt();
    }
  }

  /** When a token came, and by which thread. */
  private record Renewal(Instant done, String thread) {}

  /** The scheme oauth, with an eye on its token requests. */
  private static final class Watched implements AuthStrategyProvider {

    private final List<Renewal> renewals = new CopyOnWriteArrayList<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger inFlightAtMost = new AtomicInteger();

    @Override
    public String scheme() {
      return "oauth";
    }

    @Override
    public Set<SettingKey<?>> keys() {
      return new OAuthProvider().keys();
    }

    @Override
    public AuthStrategy create(AuthContext context) {
      TokenSource real =
          OAuthSettings.source(context.settings(), context.trust(), context.keeper());
      EndpointAccess access = new EndpointAccess(context.settings().values(), context.trust());
      TokenSource source = () -> watched(real);
      TokenCache cache =
          new TokenCache(
              source,
              Duration.ofMinutes(5),
              context.background(),
              System::nanoTime,
              Later.on(context.background()));
      return new OAuthStrategy(
          "app@example.com",
          List.of("OAUTHBEARER"),
          cache,
          source,
          access,
          Optional.of("app"),
          new LoginEndings(context.settings().values()));
    }

    private TokenSource.AccessToken watched(TokenSource real) throws AuthException {
      inFlightAtMost.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
      try {
        TokenSource.AccessToken token = real.fetch();
        renewals.add(new Renewal(Instant.now(), Thread.currentThread().getName()));
        return token;
      } finally {
        inFlight.decrementAndGet();
      }
    }
  }
}
