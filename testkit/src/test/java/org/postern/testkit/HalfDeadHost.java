package org.postern.testkit;

import java.io.UncheckedIOException;

/**
 * A host of two addresses: a server listens on one, and nobody can on the same port of the other.
 *
 * @param dead holds the port
 */
public record HalfDeadHost(ClosedPort dead, FakeSmtpServer server) implements AutoCloseable {

  private static final int ATTEMPTS = 20;

  /** On a port that is free on both. */
  public static HalfDeadHost of(String dead, String good) {
    for (int attempt = 1; ; attempt++) {
      ClosedPort closed = new ClosedPort(dead);
      try {
        return new HalfDeadHost(
            closed, FakeSmtpServer.builder().addresses(good).port(closed.port()).start());
      } catch (UncheckedIOException taken) {
        closed.close();
        if (attempt == ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  @Override
  public void close() {
    server.close();
    dead.close();
  }
}
