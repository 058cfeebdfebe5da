package org.postern.relay.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.postern.relay.Patient;
import org.postern.testkit.LogLines;

/** Connections for which the system has nothing left. */
class ServerTest {

  private final Door door =
      new Door(
          size -> {},
          () -> {
            throw new IllegalStateException("no mail in these tests");
          },
          (intake, arrival) -> intake.id(),
          (user, password) -> false,
          new Tally());

  @Test
  void aClientWithoutAThreadIsToldToComeAgainAndTheNextOneIsServed() throws Exception {
    AtomicInteger threads = new AtomicInteger();
    ThreadPoolExecutor tight =
        new ThreadPoolExecutor(
            0,
            10,
            1,
            TimeUnit.MINUTES,
            new SynchronousQueue<>(),
            work -> {
              if (threads.getAndIncrement() == 0) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              return new Thread(work);
            });
    Server server = new Server(door, Duration.ZERO, Clock.systemUTC(), tight);
    try (LogLines log = LogLines.of("org.postern.relay.internal.listen")) {
      server.listen(List.of(Sample.rules()), door, 10, 10);
      assertThat(greeting(server))
          .isEqualTo("421 4.3.2 No room for another session; come again later");
      assertThat(greeting(server)).startsWith("220 ");
      awaitTold(log);
    } finally {
      server.close();
    }
  }

  @Test
  void anExecutorThatRefusesEndsNeitherThePortNorTheCourtesy() throws Exception {
    ThreadPoolExecutor refuses =
        new ThreadPoolExecutor(0, 1, 1, TimeUnit.MINUTES, new SynchronousQueue<>());
    refuses.shutdown();
    Server server = new Server(door, Duration.ZERO, Clock.systemUTC(), refuses);
    try (LogLines log = LogLines.of("org.postern.relay.internal.listen")) {
      server.listen(List.of(Sample.rules()), door, 10, 10);
      assertThat(greeting(server)).startsWith("421 4.3.2 ");
      assertThat(greeting(server)).startsWith("421 4.3.2 ");
      assertThat(server.connections()).isZero();
      awaitTold(log);
    } finally {
      server.close();
    }
  }

  @Test
  void whoIsTurnedAwayAndHangsUpFirstHoldsNobodyElseUp() throws Exception {
    Server server = new Server(door, Duration.ZERO, Clock.systemUTC());
    try (LogLines log = LogLines.of("org.postern.relay.internal.listen")) {
      server.listen(List.of(Sample.closed()), door, 10, 10);
      try (HangUp first = new HangUp(server.addresses().get(0).getPort())) {
        first.awaitHungUp();
      }
      assertThat(greeting(server)).startsWith("554 5.7.1 ");
      assertThat(log.text()).contains("turned away").doesNotContain("Cannot take a connection");
    } finally {
      server.close();
    }
  }

  /** A client that resets its connection while the server logs that it turns it away. */
  private static final class HangUp extends Handler implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("org.postern.relay.internal.listen");

    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final CompletableFuture<Socket> connected = new CompletableFuture<>();

    HangUp(int port) throws IOException {
      LOG.addHandler(this);
      connected.complete(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    void awaitHungUp() throws InterruptedException {
      assertThat(hungUp.await(Patient.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void publish(LogRecord line) {
      if (!line.getMessage().contains("turned away")) {
        return;
      }
      try {
        Socket socket = connected.join();
        // no FIN but a RST, which reaches the other end of loopback before this returns
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException already) {
        throw new UncheckedIOException(already);
      }
      hungUp.countDown();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      LOG.removeHandler(this);
    }
  }

  /** The client hears it first: the line must not come in the midst of the next test. */
  private static void awaitTold(LogLines log) {
    Patient.await().until(() -> log.text().contains("Cannot take a connection"));
  }

  private static String greeting(Server server) throws IOException {
    InetSocketAddress address = server.addresses().get(0);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.setSoTimeout((int) Patient.LONG.toMillis());
      InputStreamReader in =
          new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
      return String.valueOf(new BufferedReader(in).readLine());
    }
  }
}
