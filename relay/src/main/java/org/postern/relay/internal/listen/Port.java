package org.postern.relay.internal.listen;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One address at which is listened, and the rules for whoever connects next. Thread safe. */
final class Port implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Port.class);
  private static final int BACKLOG = 512;
  private static final long CLOSING_MILLIS = 1000;

  private final InetSocketAddress asked;
  private final ServerSocket socket;
  private volatile Rules rules;
  private Thread thread = new Thread();

  private Port(InetSocketAddress asked, ServerSocket socket, Rules rules) {
    this.asked = asked;
    this.socket = socket;
    this.rules = rules;
  }

  /**
   * Has the address; nobody is served yet.
   *
   * @throws IOException that names the address and its setting
   */
  static Port bind(InetSocketAddress address, Rules rules) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(address, BACKLOG);
      return new Port(address, socket, rules);
    } catch (IOException refused) {
      socket.close();
      throw new IOException(
          rules.settingOf(rules.name().isEmpty() ? "listen" : "address")
              + ": cannot listen on "
              + Client.literal(address.getAddress())
              + ":"
              + address.getPort()
              + ": "
              + refused.getMessage()
              + "; is another server there, or does the port need rights?",
          refused);
    }
  }

  /** Serves until it is closed, on a thread of its own. */
  void open(Consumer<Port> acceptor) {
    thread = new Thread(() -> acceptor.accept(this), "postern-listen-" + socket.getLocalPort());
    thread.setDaemon(true);
    thread.start();
  }

  /** The next connection. */
  Socket accept() throws IOException {
    return socket.accept();
  }

  /** The address as it was asked for: its port may be 0. */
  InetSocketAddress asked() {
    return asked;
  }

  /** The address that it has. */
  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  Rules rules() {
    return rules;
  }

  void rules(Rules next) {
    rules = next;
  }

  boolean isClosed() {
    return socket.isClosed();
  }

  /** Lets go of the address; when it returns, another may have it. */
  @Override
  public void close() {
    try {
      socket.close();
      // the system holds the address as long as a thread waits for it
      thread.join(CLOSING_MILLIS);
    } catch (IOException already) {
      LOG.debug("Closing {}", socket, already);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
