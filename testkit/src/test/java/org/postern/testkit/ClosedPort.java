package org.postern.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port that refuses every connection for as long as it is held: bound, so that no other program
 * is given it, and never listened on.
 */
public final class ClosedPort implements AutoCloseable {

  private final Socket holder = new Socket();

  /** Any that is free on this address. */
  public ClosedPort(String address) throws IOException {
    holder.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
  }

  /** Its number. */
  public int port() {
    return holder.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }
}
