package org.postern.distribution.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of 127.0.0.1 at which nobody listens. It is ours until it is closed: one that somebody
 * else has just left may be given to the next server that starts, and that one would answer.
 */
public final class ClosedPort implements AutoCloseable {

  private final Socket holder = new Socket();

  /** Any that is free. */
  public ClosedPort() throws IOException {
    holder.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
  }

  /** Whoever connects there is refused. */
  public int port() {
    return holder.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }
}
