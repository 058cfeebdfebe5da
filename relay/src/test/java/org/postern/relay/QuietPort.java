package org.postern.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of 127.0.0.1 at which nobody listens, and which the system gives to nobody else while this
 * is open. Who is told its number may listen there: a server of ours, or PostgreSQL.
 */
public final class QuietPort implements AutoCloseable {

  private final Socket place = new Socket();

  private QuietPort() throws IOException {
    // both sides must ask for it: then a server can listen beside a socket that does not
    place.setReuseAddress(true);
    place.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
  }

  /** Takes one that is free. */
  public static QuietPort take() {
    try {
      return new QuietPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  public int number() {
    return place.getLocalPort();
  }

  @Override
  public void close() {
    try {
      place.close();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
