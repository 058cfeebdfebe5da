package org.postern.auth.oauth;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of this host that refuses every connection for as long as it is held: bound, so that no
 * other program is given it, and never listened on.
 */
final class ClosedPort implements AutoCloseable {

  private final Socket holder = new Socket();

  ClosedPort() throws IOException {
    holder.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
  }

  int port() {
    return holder.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }
}
