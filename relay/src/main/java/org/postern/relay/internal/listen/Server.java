package org.postern.relay.internal.listen;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import org.postern.core.Background;
import org.postern.core.smtp.Visible;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections, each with a thread of its own. Thread safe. */
public final class Server {

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final int BACKLOG = 512;
  private static final Reply STOPPING =
      new Reply(421, "4.3.2", "This server stops; come again later");
  private static final Reply NOT_ALLOWED =
      new Reply(554, "5.7.1", "You may not connect from your address");

  private final Door door;
  private final Visitors visitors;
  private final LoginGuard guard;
  private final Clock clock;
  private final ExecutorService sessions = Background.executor();
  private final List<ServerSocket> sockets = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * A server that does not listen yet.
   *
   * @param most connections at the same time
   * @param mostOfOne connections of one address at the same time
   * @param loginDelay of the answer to a first failed login
   */
  public Server(Door door, int most, int mostOfOne, Duration loginDelay, Clock clock) {
    this.door = door;
    this.visitors = new Visitors(most, mostOfOne);
    this.guard = new LoginGuard(clock, loginDelay);
    this.clock = clock;
  }

  /**
   * Listens where the rules say.
   *
   * @throws IOException where one address cannot be had; the message names it, and nothing listens
   */
  public void start(List<Rules> listeners) throws IOException {
    try {
      for (Rules rules : listeners) {
        for (InetSocketAddress address : rules.addresses()) {
          ServerSocket socket = bound(address, rules);
          sockets.add(socket);
          thread(() -> accept(socket, rules), "postern-listen-" + socket.getLocalPort());
        }
      }
    } catch (IOException taken) {
      closeSockets();
      throw taken;
    }
    thread(this::sweep, "postern-listen-sweeper");
    threads.forEach(Thread::start);
  }

  private static ServerSocket bound(InetSocketAddress address, Rules rules) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(address, BACKLOG);
      return socket;
    } catch (IOException refused) {
      socket.close();
      throw new IOException(
          rules.settingOf(rules.name().isEmpty() ? "listen" : "address")
              + ": cannot listen on "
              + shown(address)
              + ": "
              + refused.getMessage()
              + "; is another server there, or does the port need rights?",
          refused);
    }
  }

  private static String shown(InetSocketAddress address) {
    return Client.literal(address.getAddress()) + ":" + address.getPort();
  }

  private void thread(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    threads.add(thread);
  }

  /** Where it listens. */
  public List<InetSocketAddress> addresses() {
    return sockets.stream().map(s -> (InetSocketAddress) s.getLocalSocketAddress()).toList();
  }

  /** Connections that are open. */
  public int connections() {
    return visitors.count();
  }

  private void accept(ServerSocket server, Rules rules) {
    while (!stopping) {
      try {
        receive(server.accept(), rules);
      } catch (IOException | OutOfMemoryError noRoom) {
        // no descriptor or thread left: what is here has to end first
        if (!stopping) {
          LOG.error(
              "Cannot take a connection on port {}: {}", server.getLocalPort(), noRoom.toString());
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
      }
    }
  }

  private void receive(Socket socket, Rules rules) throws IOException {
    boolean allowed =
        rules.allow().isEmpty()
            || rules.allow().stream().anyMatch(net -> net.contains(socket.getInetAddress()));
    Connection connection = new Connection(socket);
    if (!allowed || !visitors.admit(connection)) {
      door.tally().turnedAway();
      turnAway(socket, allowed ? Visitors.FULL : NOT_ALLOWED);
      return;
    }
    door.tally().connection();
    try {
      sessions.execute(() -> serve(connection, rules));
    } catch (RuntimeException | OutOfMemoryError noThread) {
      visitors.leave(connection);
      connection.cut();
      if (!stopping) {
        throw noThread;
      }
    }
  }

  /** One short line into an empty buffer: it never blocks. */
  private static void turnAway(Socket socket, Reply reply) throws IOException {
    try (socket) {
      LOG.info("{} turned away: {}", Client.literal(socket.getInetAddress()), reply);
      socket.getOutputStream().write((reply.line() + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void serve(Connection connection, Rules rules) {
    try {
      if (rules.tls() == Rules.TlsUse.IMPLICIT) {
        connection.allow(System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
        connection.encrypt(rules.certificate().orElseThrow());
      }
      new Session(connection, rules, door, guard, clock).run();
    } catch (SSLException broken) {
      LOG.info(
          "{}: TLS fails: {}",
          where(connection),
          Visible.text(String.valueOf(broken.getMessage())));
    } catch (IOException gone) {
      LOG.debug("{} is gone", where(connection), gone);
    } finally {
      visitors.leave(connection);
      connection.close();
    }
  }

  private static String where(Connection connection) {
    return Client.literal(connection.address().orElseThrow());
  }

  private void sweep() {
    while (!stopping) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      long now = System.nanoTime();
      visitors.all().stream().filter(one -> one.overdue(now)).forEach(Connection::cut);
    }
  }

  /**
   * Takes no more connections and no more mail, waits for the mails that are coming in, and ends
   * what is left then.
   */
  public void stop(Duration limit) throws InterruptedException {
    stopping = true;
    closeSockets();
    for (Connection connection : visitors.all()) {
      connection.finishThen(STOPPING);
    }
    visitors.awaitNobody(System.nanoTime() + limit.toNanos());
    visitors.all().forEach(Connection::cut);
    threads.forEach(LockSupport::unpark);
    sessions.shutdown();
  }

  private void closeSockets() {
    for (ServerSocket socket : sockets) {
      try {
        socket.close();
      } catch (IOException already) {
        LOG.debug("Closing {}", socket, already);
      }
    }
  }
}
