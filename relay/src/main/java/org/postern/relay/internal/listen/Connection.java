package org.postern.relay.internal.listen;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client on the network. Its session's thread speaks; others only look, or send it away. */
final class Connection implements Peer {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long NOBODY_WAITS = Long.MAX_VALUE;
  private static final int LINGER_MILLIS = 1000;
  private static final int LINGER_BYTES = 1024 * 1024;

  private final Socket plain;
  private final InetAddress address;
  private final long start = System.nanoTime();
  private Socket socket;
  private InputStream in;
  private boolean saidGoodbye;
  private volatile long waitingSince;
  private volatile boolean between = true;
  private volatile boolean reading;
  private volatile long deadline = TimeUnit.MINUTES.toNanos(5);
  private volatile Optional<Reply> farewell = Optional.empty();

  Connection(Socket socket) throws IOException {
    this.plain = socket;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.address = socket.getInetAddress();
    socket.setTcpNoDelay(true);
  }

  /**
   * A time-out of the socket's own costs two more calls of the system at each read; whoever is late
   * is found by {@link #endIfLate}, which ends the input.
   */
  @Override
  public int read(byte[] buffer, long until) throws IOException {
    allow(until);
    if (encrypted()) {
      plain.setSoTimeout(millisUntil(until));
      return in.read(buffer);
    }
    reading = true;
    int count = in.read(buffer);
    reading = false;
    if (count < 0) {
      throwIfOver(until);
    }
    return count;
  }

  @Override
  public boolean somethingCame() throws IOException {
    return in.available() > 0;
  }

  @Override
  public OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public Optional<InetAddress> address() {
    return Optional.of(address);
  }

  @Override
  public boolean encrypted() {
    return socket != plain;
  }

  @Override
  public void encrypt(SSLContext context) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(plain, address.getHostAddress(), plain.getPort(), true);
    tls.setUseClientMode(false);
    plain.setSoTimeout(millisUntil(start + deadline));
    tls.startHandshake();
    socket = tls;
    in = tls.getInputStream();
  }

  @Override
  public void allow(long until) throws IOException {
    deadline = until - start;
    throwIfOver(until);
  }

  private static void throwIfOver(long until) throws SocketTimeoutException {
    if (until - System.nanoTime() <= 0) {
      throw new SocketTimeoutException("the client had its time");
    }
  }

  private static int millisUntil(long until) {
    long millis = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
  }

  @Override
  public void waiting(long since, boolean betweenMails) {
    between = betweenMails;
    waitingSince = since - start;
  }

  @Override
  public void busy() {
    waitingSince = NOBODY_WAITS;
  }

  @Override
  public Optional<Reply> farewell() {
    return farewell;
  }

  /** It said QUIT: nothing more comes from it. */
  @Override
  public void goodbye() {
    saidGoodbye = true;
  }

  /** How long we wait for it by now, in nanoseconds. */
  long lag(long now) {
    long since = waitingSince;
    return since == NOBODY_WAITS ? 0 : now - start - since;
  }

  /** True between two mails. */
  boolean isBetween() {
    return between && waitingSince != NOBODY_WAITS;
  }

  /** Ends what it sends where it had its time; all of it where its thread is stuck in a write. */
  void endIfLate(long now) {
    boolean waits = reading; // before the deadline: a read sets that first
    long late = now - start - deadline;
    if (late > STUCK_NANOS) {
      cut();
    } else if (late > 0 && waits) {
      endInput();
    }
  }

  private void endInput() {
    try {
      plain.shutdownInput();
    } catch (IOException gone) {
      LOG.debug("{} is gone", Client.literal(address), gone);
    }
  }

  /** What it sends ends here; its session says why, and goodbye. */
  void sendAway(Reply why) {
    farewell = Optional.of(why);
    endInput();
  }

  /** As {@link #sendAway}, but a mail that is coming in comes to its end before. */
  void finishThen(Reply why) {
    farewell = Optional.of(why);
    if (isBetween()) {
      sendAway(why);
    }
  }

  /** Ends it whatever it does. */
  void cut() {
    try {
      plain.close();
    } catch (IOException gone) {
      LOG.debug("{} is gone", Client.literal(address), gone);
    }
  }

  /**
   * The normal end. What is still on its way from the client is read and forgotten for a moment:
   * closing over it would reset the connection, and the last reply would not arrive.
   */
  void close() {
    try (Socket tcp = plain) {
      if (encrypted()) {
        socket.close();
        return;
      }
      if (saidGoodbye && tcp.getInputStream().available() == 0) {
        return;
      }
      tcp.shutdownOutput();
      tcp.setSoTimeout(LINGER_MILLIS);
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS);
      InputStream rest = tcp.getInputStream();
      byte[] forgotten = new byte[8192];
      int left = LINGER_BYTES;
      while (left > 0 && System.nanoTime() - end < 0) {
        int count = rest.read(forgotten);
        if (count < 0) {
          return;
        }
        left -= count;
      }
    } catch (IOException gone) {
      LOG.debug("{} is gone", Client.literal(address), gone);
    }
  }
}
