package org.postern.distribution.faultlab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port of this host on which nobody answers, as behind a firewall: its queue is full. */
final class BlackHole implements AutoCloseable {

  private final ServerSocket server;
  private final List<Socket> waiting = new ArrayList<>();

  private BlackHole(ServerSocket server) {
    this.server = server;
  }

  static BlackHole dig() throws IOException {
    BlackHole hole = new BlackHole(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    for (int i = 0; i < 20; i++) {
      Socket socket = new Socket();
      hole.waiting.add(socket);
      try {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), hole.port()), 200);
      } catch (SocketTimeoutException full) {
        return hole;
      }
    }
    throw new IOException("the queue of a port did not fill");
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : waiting) {
      socket.close();
    }
    server.close();
  }
}
