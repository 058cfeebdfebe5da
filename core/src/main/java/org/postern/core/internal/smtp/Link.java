package org.postern.core.internal.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.postern.core.internal.smtp.LinkException.Kind;
import org.postern.core.smtp.Visible;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket, in the clear or under TLS, with an absolute deadline on whatever blocks on it. Not
 * thread safe, but for {@link #close()}.
 */
final class Link implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  private final Socket tcp;
  private final Watchdog.Guard guard;
  private Socket socket;
  private OutputStream out;
  private boolean broken;

  /**
   * @param tcp a connected socket, from now on this link's
   */
  Link(Socket tcp, Watchdog watchdog) throws IOException {
    this.tcp = tcp;
    this.socket = tcp;
    this.out = tcp.getOutputStream();
    this.guard = watchdog.guard(this::cut);
  }

  InetAddress localAddress() {
    return tcp.getLocalAddress();
  }

  /** The plain socket, for TLS to be laid over it. */
  Socket tcp() {
    return tcp;
  }

  /** True under TLS. */
  boolean secure() {
    return socket != tcp;
  }

  /** From now on all goes through TLS. */
  void secured(SSLSocket tls) throws IOException {
    socket = tls;
    out = tls.getOutputStream();
  }

  /** What comes in; another one once the link is secured. */
  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  /** True once it has failed or was closed. */
  boolean broken() {
    return broken || tcp.isClosed();
  }

  /** Nothing sensible can be said on it any more. */
  void broke() {
    broken = true;
  }

  /** True where a deadline has passed, or the link is closed. */
  boolean over() {
    return guard.fired() || tcp.isClosed();
  }

  /** Runs what blocks on this link under a limit. */
  <T> T under(TimeLimit time, Blocking<T> work) throws LinkException {
    guard.arm(time.duration());
    try {
      return work.run();
    } catch (IOException e) {
      throw lost(e, time);
    } finally {
      guard.disarm();
    }
  }

  /** Sends so many bytes. */
  void write(byte[] bytes, int count, TimeLimit time) throws LinkException {
    under(
        time,
        () -> {
          out.write(bytes, 0, count);
          out.flush();
          return count;
        });
  }

  /** Under TLS says that nothing more comes, so that the server need not wonder. */
  void sayNothingMore(TimeLimit patience) throws LinkException {
    if (socket instanceof SSLSocket tls) {
      under(
          patience,
          () -> {
            tls.shutdownOutput();
            return tls;
          });
    }
  }

  /** Cuts it: a TLS close could block behind a write that is stuck, this cannot. */
  @Override
  public void close() {
    broken = true;
    cut();
    guard.close();
  }

  private void cut() {
    try {
      tcp.close();
    } catch (IOException nothingToSave) {
      LOG.trace("close: {}", nothingToSave.getMessage());
    }
  }

  private LinkException lost(IOException cause, TimeLimit limit) {
    broken = true;
    if (guard.fired()) {
      return new LinkException(Kind.TIMED_OUT, "the server took longer than " + limit, cause);
    }
    return cause instanceof LinkException known
        ? known
        : new LinkException(
            Kind.CLOSED,
            (cause instanceof SSLException ? "TLS failed (" : "the connection broke (")
                + Visible.text(message(cause))
                + ")",
            cause);
  }

  private static String message(IOException cause) {
    String text = cause.getMessage();
    return text == null ? cause.getClass().getSimpleName() : text;
  }

  /** Work that blocks on the socket. */
  @FunctionalInterface
  interface Blocking<T> {
    T run() throws IOException;
  }
}
