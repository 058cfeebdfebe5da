package org.postern.testkit.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port whose queue is full: the system drops further SYNs, as a dead host's network does. */
final class BlackHole implements AutoCloseable {

  private static final int ENOUGH = 16;

  /** So many SYNs in a row without an answer: one may be late on a busy machine. */
  private static final int SURE = 3;

  private final ServerSocket listener;
  private final List<Socket> queue = new ArrayList<>();

  private BlackHole(ServerSocket listener) {
    this.listener = listener;
  }

  static BlackHole on(String address, int port) throws IOException {
    BlackHole hole = new BlackHole(new ServerSocket(port, 1, InetAddress.getByName(address)));
    int dropped = 0;
    for (int i = 0; i < ENOUGH; i++) {
      Socket socket = new Socket();
      hole.queue.add(socket);
      try {
        socket.connect(new InetSocketAddress(address, hole.port()), 200);
        dropped = 0;
      } catch (SocketTimeoutException full) {
        dropped++;
      }
      if (dropped == SURE) {
        return hole;
      }
    }
    hole.close();
    throw new IOException("this system's queue does not fill");
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : queue) {
      socket.close();
    }
    listener.close();
  }
}
