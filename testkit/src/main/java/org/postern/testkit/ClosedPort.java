package org.postern.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port that refuses every connection for as long as this is open: bound, so that the system gives
 * it to nobody, and never listened on. The port of a server that has just been closed is no such
 * thing, since the next server that starts may get it. Who is told the number may listen there: a
 * server that is to start later. Thread safe.
 */
public final class ClosedPort implements AutoCloseable {

  private final Socket holder = new Socket();

  /**
   * One of 127.0.0.1.
   *
   * @throws UncheckedIOException where none is free
   */
  public ClosedPort() {
    this("127.0.0.1");
  }

  /**
   * One of this address.
   *
   * @param address of this host, in figures
   * @throws UncheckedIOException where none is free, or the address is of another host
   */
  public ClosedPort(String address) {
    try {
      // a server asks for the same, and can then listen beside a socket that does not
      holder.setReuseAddress(true);
      holder.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  /** Its number. */
  public int port() {
    return holder.getLocalPort();
  }

  /** Leaves it to others. */
  @Override
  public void close() {
    try {
      holder.close();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
