package org.postern.relay;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.postern.testkit.ClosedPort;

/** A PostgreSQL on 127.0.0.1, at a port that nobody takes before it listens there. */
public final class PostgresHere implements AutoCloseable {

  private final ClosedPort port = new ClosedPort();
  private final EmbeddedPostgres postgres;

  private PostgresHere() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setPort(port.port())
            .setPGStartupWait(Patient.LONG)
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("fsync", "off")
            .start();
  }

  public static PostgresHere start() throws IOException {
    return new PostgresHere();
  }

  /** As JDBC names it; the user is {@code postgres}. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port.port() + "/postgres";
  }

  @Override
  public void close() throws IOException {
    try (port) {
      postgres.close();
    }
  }
}
