package org.postern.relay.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

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
    try {
      server.listen(List.of(Sample.rules()), door, 10, 10);
      assertThat(greeting(server))
          .isEqualTo("421 4.3.2 No room for another session; come again later");
      assertThat(greeting(server)).startsWith("220 ");
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
    try {
      server.listen(List.of(Sample.rules()), door, 10, 10);
      assertThat(greeting(server)).startsWith("421 4.3.2 ");
      assertThat(greeting(server)).startsWith("421 4.3.2 ");
      assertThat(server.connections()).isZero();
    } finally {
      server.close();
    }
  }

  private static String greeting(Server server) throws IOException {
    InetSocketAddress address = server.addresses().get(0);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.setSoTimeout(20_000);
      InputStreamReader in =
          new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
      return String.valueOf(new BufferedReader(in).readLine());
    }
  }
}
