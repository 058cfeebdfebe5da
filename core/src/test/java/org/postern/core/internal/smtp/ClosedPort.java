package org.postern.core.internal.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port that refuses every connection for as long as it is held: bound, so that no other program
 * is given it, and never listened on.
 */
final class ClosedPort implements AutoCloseable {

  private final Socket holder = new Socket();

  /**
   * @param port 0 for any that is free
   * @throws IOException where somebody else has it
   */
  ClosedPort(String address, int port) throws IOException {
    holder.bind(new InetSocketAddress(InetAddress.getByName(address), port));
  }

  int port() {
    return holder.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }
}
