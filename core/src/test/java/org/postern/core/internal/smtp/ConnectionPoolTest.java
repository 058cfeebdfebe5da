package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.core.Background;
import org.postern.core.settings.Secret;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Deadline;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.Credentials;

class ConnectionPoolTest {

  private static final Duration LONG = Fixture.LONG;
  private static final Envelope ONE = Fixture.envelope("a@example.org");

  private final ExecutorService background = Background.executor();

  @AfterEach
  void stop() {
    background.shutdownNow();
  }

  @Test
  void neverMoreConnectionsAreOpenThanAllowed() throws Exception {
    PoolLimits limits = new PoolLimits(3, LONG, LONG, 7, LONG);
    try (ScriptedServer server = good();
        SmtpClient client = politeClient(server, limits)) {
      List<RecipientResult> results = sendAtOnce(client, 20, 200);
      assertThat(results).hasSize(200).allMatch(r -> r.outcome() == Outcome.ACCEPTED);
      assertThat(server.mostOpen()).isLessThanOrEqualTo(3);
      assertThat(server.connections()).isGreaterThanOrEqualTo(200 / 7);
    }
  }

  @Test
  void aConnectionTakesOnlySoManyMessages() throws IOException {
    try (ScriptedServer server = good();
        SmtpClient client = client(server, new PoolLimits(1, LONG, LONG, 2, LONG), Fixture.OPEN)) {
      for (int i = 0; i < 5; i++) {
        client.send(ONE, Fixture.mail());
      }
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void anOldConnectionTakesNoFurtherMail() throws IOException {
    PoolLimits limits = new PoolLimits(1, LONG, Duration.ZERO, 100, LONG);
    try (ScriptedServer server = good();
        SmtpClient client = client(server, limits, Fixture.OPEN)) {
      client.send(ONE, Fixture.mail());
      client.send(ONE, Fixture.mail());
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void anIdleConnectionIsEndedWithQuitThoughNobodySends() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    PoolLimits limits = new PoolLimits(1, Duration.ofMillis(50), LONG, 100, LONG);
    try (ScriptedServer server =
            new ScriptedServer(
                (peer, n) -> {
                  peer.say("220 hello");
                  peer.serveWell();
                  ended.countDown();
                });
        SmtpClient client = politeClient(server, limits)) {
      client.send(ONE, Fixture.mail());
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(server.heard()).endsWith("QUIT");
    }
  }

  @Test
  void aConnectionIsNotUsedBeyondItsLoginsEnd() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    AuthStrategy expired =
        () -> {
          asked.incrementAndGet();
          return new Credentials.Sasl(
              "X-TALK", host -> new Silent(), Optional.of(Deadline.after(Duration.ZERO)));
        };
    try (ScriptedServer server =
            new ScriptedServer(
                (peer, n) -> {
                  peer.say("220 hello");
                  peer.hear();
                  peer.ehlo("AUTH X-TALK");
                  peer.exchange("235 ok");
                  peer.serveWell();
                });
        SmtpClient client = client(server, Fixture.pool(1), expired)) {
      client.send(ONE, Fixture.mail());
      client.send(ONE, Fixture.mail());
      assertThat(server.connections()).isEqualTo(2);
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void credentialsAreAskedForOncePerConnection() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    AuthStrategy counting =
        () -> {
          asked.incrementAndGet();
          return new Credentials.Password("u", Secret.of("geheim"), List.of("PLAIN"), true);
        };
    try (ScriptedServer server =
            new ScriptedServer(
                (peer, n) -> {
                  peer.say("220 hello");
                  peer.hear();
                  peer.ehlo("AUTH PLAIN");
                  peer.exchange("235 ok");
                  peer.serveWell();
                });
        SmtpClient client = client(server, Fixture.pool(1), counting)) {
      client.send(ONE, Fixture.mail());
      client.send(ONE, Fixture.mail());
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void aServerWithTooManyConnectionsGetsFewerAndNoMailFails() throws Exception {
    AtomicInteger open = new AtomicInteger();
    try (ScriptedServer server =
            new ScriptedServer(
                (peer, n) -> {
                  try {
                    if (open.incrementAndGet() > 2) {
                      peer.say("421 4.3.2 too many connections");
                    } else {
                      peer.say("220 hello");
                      peer.serveWell();
                    }
                  } finally {
                    open.decrementAndGet();
                  }
                });
        SmtpClient client =
            client(server, new PoolLimits(6, LONG, LONG, 100, LONG), Fixture.OPEN)) {
      List<RecipientResult> results = sendAtOnce(client, 12, 60);
      assertThat(results).extracting(RecipientResult::outcome).containsOnly(Outcome.ACCEPTED);
    }
  }

  @Test
  void whoWaitsTooLongForAConnectionIsDeferred() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    PoolLimits limits = new PoolLimits(1, LONG, LONG, 100, Duration.ofMillis(50));
    try (ScriptedServer server =
            new ScriptedServer(
                (peer, n) -> {
                  peer.say("220 hello");
                  peer.hear();
                  busy.countDown();
                  peer.hang();
                });
        SmtpClient client = client(server, limits, Fixture.OPEN)) {
      Future<List<RecipientResult>> first =
          background.submit(() -> client.send(ONE, Fixture.mail()));
      assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
      RecipientResult second = client.send(ONE, Fixture.mail()).get(0);
      assertThat(second.outcome()).isEqualTo(Outcome.DEFERRED);
      assertThat(second.action()).isEqualTo(Action.SLOW_DOWN);
      assertThat(second.explanation()).contains("postern.pool.max_wait");
      server.stop();
      assertThat(first.get(60, TimeUnit.SECONDS).get(0).action()).isEqualTo(Action.RETRY);
    }
  }

  @Test
  void aServerThatIgnoresQuitDelaysNobody() throws Exception {
    Duration forEver = Duration.ofHours(1);
    PoolLimits limits = new PoolLimits(1, forEver, forEver, 1, forEver);
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.exchange("250 fake.test");
              peer.exchange("250 ok");
              peer.exchange("250 ok");
              peer.exchange("354 go on");
              peer.hearMessage();
              peer.say("250 ok");
              peer.hang();
            })) {
      Route route = Fixture.route(server.port(), Fixture.limits(forEver));
      Future<?> done =
          background.submit(
              () -> {
                try (SmtpClient client = new SmtpClient(route, limits, Fixture.OPEN, background)) {
                  for (int i = 0; i < 3; i++) {
                    assertThat(client.send(ONE, Fixture.mail()).get(0).outcome())
                        .isEqualTo(Outcome.ACCEPTED);
                  }
                }
              });
      done.get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void allAddressesAreTriedAndTheNameIsLookedUpForEachConnection() throws IOException {
    AtomicInteger lookUps = new AtomicInteger();
    try (ScriptedServer server = good();
        ClosedPort dead = new ClosedPort("127.0.0.77", server.port())) {
      Route route = Fixture.route(dead.port());
      HostResolver twoAddresses =
          host -> {
            lookUps.incrementAndGet();
            return List.of(InetAddress.getByName("127.0.0.77"), InetAddress.getByName("127.0.0.1"));
          };
      Route dual =
          new Route(
              route.host(),
              route.port(),
              route.tls(),
              route.ehloName(),
              route.limits(),
              route.trust(),
              twoAddresses,
              KnownFaults.BUILT_IN);
      PoolLimits limits = new PoolLimits(1, Duration.ZERO, LONG, 100, LONG);
      try (SmtpClient client = new SmtpClient(dual, limits, Fixture.OPEN, background)) {
        assertThat(client.send(ONE, Fixture.mail()).get(0).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(client.send(ONE, Fixture.mail()).get(0).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(lookUps).hasValue(2);
      }
    }
  }

  private static ScriptedServer good() throws IOException {
    return new ScriptedServer(
        (peer, n) -> {
          peer.say("220 hello");
          peer.serveWell("PIPELINING");
        });
  }

  private SmtpClient client(ScriptedServer server, PoolLimits limits, AuthStrategy strategy) {
    return new SmtpClient(Fixture.route(server.port()), limits, strategy, background);
  }

  private SmtpClient politeClient(ScriptedServer server, PoolLimits limits) {
    Route route = Fixture.route(server.port(), Fixture.polite());
    return new SmtpClient(route, limits, Fixture.OPEN, background);
  }

  private static List<RecipientResult> sendAtOnce(SmtpClient client, int threads, int mails)
      throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<List<RecipientResult>>> work = new ArrayList<>();
      for (int i = 0; i < mails; i++) {
        work.add(() -> client.send(ONE, Fixture.mail()));
      }
      List<RecipientResult> results = new ArrayList<>();
      for (Future<List<RecipientResult>> sent : senders.invokeAll(work)) {
        results.addAll(sent.get());
      }
      return results;
    } finally {
      senders.shutdownNow();
    }
  }

  private static final class Silent extends SaslClientStub {
    @Override
    public byte[] evaluateChallenge(byte[] challenge) {
      return new byte[0];
    }
  }
}
