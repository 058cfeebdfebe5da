package org.postern.relay.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who goes when there is no room. */
class VisitorsTest {

  private final List<Socket> open = new ArrayList<>();
  private final Visitors visitors = new Visitors();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    visitors.limit(3, 3);
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    server.close();
  }

  /** A connection that we wait for since so long. */
  private Connection waitedFor(Duration time, boolean between) throws IOException {
    open.add(new Socket(server.getInetAddress(), server.getLocalPort()));
    Socket accepted = server.accept();
    open.add(accepted);
    Connection connection = new Connection(accepted);
    connection.waiting(System.nanoTime() - time.toNanos(), between);
    return connection;
  }

  private Connection present(Duration time, boolean between) throws IOException {
    Connection connection = waitedFor(time, between);
    assertThat(visitors.admit(connection)).isTrue();
    return connection;
  }

  /** For one who is busy from its first moment, and so is not the next to go. */
  private boolean isRoom() throws IOException {
    Connection busy = waitedFor(Duration.ZERO, true);
    busy.busy();
    return visitors.admit(busy);
  }

  @Test
  void theOneThatIsIdleLongestGoes() throws Exception {
    Connection second = present(Duration.ofMinutes(2), true);
    Connection longest = present(Duration.ofMinutes(3), true);
    Connection third = present(Duration.ofMinutes(1), true);

    assertThat(isRoom()).isTrue();
    assertThat(longest.farewell()).contains(Visitors.FULL);
    assertThat(List.of(second, third)).allMatch(one -> one.farewell().isEmpty());
    assertThat(visitors.count()).isEqualTo(3);
  }

  @Test
  void inTheMidstOfAMailOnlyWhoIsTooSlowGoesAndAfterAllWhoAreIdle() throws Exception {
    Connection slow = present(Duration.ofMinutes(2), false);
    Connection sending = present(Duration.ofSeconds(1), false);
    Connection idle = present(Duration.ofSeconds(1), true);

    assertThat(isRoom()).isTrue();
    assertThat(idle.farewell()).isPresent();
    assertThat(isRoom()).isTrue();
    assertThat(slow.farewell()).isPresent();
    assertThat(sending.farewell()).isEmpty();
  }

  @Test
  void whoIsBusyStays() throws Exception {
    for (int i = 0; i < 3; i++) {
      present(Duration.ofSeconds(20), true).busy();
    }
    assertThat(isRoom()).isFalse();
    assertThat(visitors.count()).isEqualTo(3);
  }

  @Test
  void whoLeavesMakesRoom() throws Exception {
    Connection leaving = present(Duration.ZERO, false);
    leaving.busy();
    present(Duration.ZERO, false).busy();
    present(Duration.ZERO, false).busy();
    assertThat(isRoom()).isFalse();

    visitors.leave(leaving);
    visitors.leave(leaving);
    assertThat(visitors.count()).isEqualTo(2);
    assertThat(isRoom()).isTrue();
  }
}
