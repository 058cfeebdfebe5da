package org.postern.distribution.faultlab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server of this host that does the same to one client after the other, on any free port. */
final class OneByOne implements AutoCloseable {

  private final ServerSocket server;
  private final Treatment treatment;

  OneByOne(String name, Treatment treatment) throws IOException {
    this.treatment = treatment;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, name);
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        treatment.of(client);
      } catch (IOException gone) {
        // the next one
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** What is done to a client, which is closed after it. */
  interface Treatment {
    void of(Socket client) throws IOException;
  }
}
