package org.postern.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections on loopback addresses, all on one free port, and hands each to a handler on
 * its own thread. Closing ends the connections too; when it returns, nobody listens there.
 */
final class LoopbackServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LoopbackServer.class);
  private static final int ATTEMPTS = 20;
  private static final Duration CLOSING = Duration.ofMinutes(1);

  /** Serves one connection; the socket is closed afterwards whatever happens. */
  @FunctionalInterface
  interface Handler {
    void serve(Socket socket) throws IOException;
  }

  private final List<ServerSocket> listeners;
  private final CountDownLatch accepting;
  private final ExecutorService threads;
  private final Handler handler;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  LoopbackServer(String name, List<String> addresses, Handler handler) {
    this(name, addresses, 0, 0, handler);
  }

  /**
   * @param port 0 for a free one
   * @param receiveBuffer the TCP receive buffer in bytes; 0 for the system's default
   */
  LoopbackServer(
      String name, List<String> addresses, int port, int receiveBuffer, Handler handler) {
    this.handler = handler;
    this.listeners = bind(addresses, port, receiveBuffer);
    this.accepting = new CountDownLatch(listeners.size());
    this.threads = ServerThreads.newExecutor(name);
    listeners.forEach(listener -> threads.execute(() -> accept(listener)));
  }

  int port() {
    return listeners.get(0).getLocalPort();
  }

  private static List<ServerSocket> bind(List<String> addresses, int wanted, int receiveBuffer) {
    IOException last = new IOException("no address to listen on");
    for (int attempt = 0; attempt < (wanted == 0 ? ATTEMPTS : 1); attempt++) {
      List<ServerSocket> bound = new ArrayList<>();
      try {
        int port = wanted;
        for (String address : addresses) {
          ServerSocket listener = new ServerSocket();
          bound.add(listener);
          if (receiveBuffer > 0) {
            listener.setReceiveBufferSize(receiveBuffer);
          }
          // the second address takes the port that the first one was given
          listener.bind(new InetSocketAddress(InetAddress.getByName(address), port), 200);
          port = listener.getLocalPort();
        }
        return List.copyOf(bound);
      } catch (IOException taken) {
        last = taken;
        bound.forEach(LoopbackServer::closeQuietly);
      }
    }
    throw new UncheckedIOException(
        "cannot listen on " + addresses + (wanted == 0 ? "" : " port " + wanted), last);
  }

  private void accept(ServerSocket listener) {
    try {
      acceptAll(listener);
    } finally {
      accepting.countDown();
    }
  }

  private void acceptAll(ServerSocket listener) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException closing) {
        log.trace("{} no longer accepts", listener);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      handler.serve(socket);
    } catch (IOException gone) {
      // a client that goes away, or a server that is closed, is part of every fault test
      log.trace("connection ended: {}", gone.toString());
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() {
    listeners.forEach(LoopbackServer::closeQuietly);
    awaitFreePort();
    open.forEach(LoopbackServer::closeQuietly);
    threads.shutdownNow();
  }

  // the system holds a port as long as a thread waits in accept()
  private void awaitFreePort() {
    try {
      if (!accepting.await(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("{} may take connections a moment longer", listeners);
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception alreadyBroken) {
      log.trace("closing failed: {}", alreadyBroken.toString());
    }
  }
}
