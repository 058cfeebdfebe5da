package org.postern.relay.internal.listen;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
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
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final Reply STOPPING =
      new Reply(421, "4.3.2", "This server stops; come again later");
  private static final Reply NO_THREAD =
      new Reply(421, "4.3.2", "No room for another session; come again later");
  private static final Reply CHANGED =
      new Reply(421, "4.3.2", "The settings of this server have changed; come again");
  private static final Reply NOT_ALLOWED =
      new Reply(554, "5.7.1", "You may not connect from your address");

  private final Visitors visitors = new Visitors();
  private final Ports ports = new Ports(this::accept);
  private final LoginGuard guard;
  private final Doorman doorman;
  private final Clock clock;
  private final ExecutorService sessions;
  private volatile Door door;
  private volatile boolean stopping;

  /**
   * A server that does not listen yet.
   *
   * @param loginDelay of the answer to a first failed login
   */
  public Server(Door door, Duration loginDelay, Clock clock) {
    this(door, loginDelay, clock, Background.executor());
  }

  /**
   * As above.
   *
   * @param sessions runs each session; ended with the server
   */
  Server(Door door, Duration loginDelay, Clock clock, ExecutorService sessions) {
    this.sessions = sessions;
    this.door = door;
    this.guard = new LoginGuard(clock, loginDelay);
    this.clock = clock;
    this.doorman = new Doorman(clock);
    new Sweeper(visitors, () -> stopping).start();
  }

  /**
   * Listens where the rules say, and nowhere else. Addresses that stay are never let go of; clients
   * of before come to the end of their mail and are asked to connect again.
   *
   * @param most connections at the same time
   * @param mostOfOne connections of one address at the same time
   * @throws IOException where one address cannot be had: the message names it and its setting, and
   *     all stays as it was
   */
  public synchronized void listen(List<Rules> listeners, Door to, int most, int mostOfOne)
      throws IOException {
    ports.replace(listeners);
    door = to;
    visitors.limit(most, mostOfOne);
    visitors.all().forEach(connection -> connection.finishThen(CHANGED));
  }

  /** Where it listens. */
  public List<InetSocketAddress> addresses() {
    return ports.addresses();
  }

  /** Connections that are open. */
  public int connections() {
    return visitors.count();
  }

  private void accept(Port port) {
    boolean told = false;
    while (!port.isClosed()) {
      try {
        receive(port.accept(), port.rules());
        told = false;
      } catch (IOException | RuntimeException | Error noRoom) {
        // no descriptor, thread or memory left: what is here has to end first
        if (!port.isClosed()) {
          told = told || tell(port, noRoom);
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  /** False where there is no memory even for a line in the log. */
  private static boolean tell(Port port, Throwable noRoom) {
    try {
      LOG.error(
          "Cannot take a connection on {} until others have ended: {}; raise the limit of open"
              + " files (LimitNOFILE) or of threads (TasksMax), or lower"
              + " postern.relay.max_connections",
          port.asked(),
          noRoom.toString());
      return true;
    } catch (RuntimeException | Error speechless) {
      return false;
    }
  }

  /** Throws only for want of something here; a client that is gone is nobody's trouble. */
  private void receive(Socket socket, Rules rules) {
    Connection connection;
    try {
      connection = new Connection(socket);
    } catch (IOException gone) {
      Doorman.gone(socket, gone);
      return;
    }
    boolean allowed =
        rules.allow().isEmpty()
            || rules.allow().stream().anyMatch(net -> net.contains(socket.getInetAddress()));
    if (!allowed || !visitors.admit(connection)) {
      door.tally().turnedAway();
      doorman.turnAway(socket, allowed ? Visitors.FULL : NOT_ALLOWED);
      return;
    }
    door.tally().connection();
    try {
      sessions.execute(() -> serve(connection, rules));
    } catch (RuntimeException | Error noThread) {
      visitors.leave(connection);
      doorman.turnAway(socket, stopping ? STOPPING : NO_THREAD);
      if (!stopping) {
        throw noThread;
      }
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
      String what = Visible.text(String.valueOf(broken.getMessage()));
      LOG.info("{}: TLS fails: {}", where(connection), what);
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

  /** Ends at once. */
  public void close() {
    stopping = true;
    ports.close();
    visitors.all().forEach(Connection::cut);
    sessions.shutdown();
  }

  /**
   * Takes no more connections and no more mail, waits for the mails that are coming in, and ends
   * what is left then.
   */
  public void stop(Duration limit) throws InterruptedException {
    stopping = true;
    ports.close();
    for (Connection connection : visitors.all()) {
      connection.finishThen(STOPPING);
    }
    visitors.awaitNobody(System.nanoTime() + limit.toNanos());
    close();
  }
}
