package org.postern.distribution.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postern.distribution.server.SparePort;

/** A real PostgreSQL, and settings of nodes whose spool is in it. */
final class SharedDatabase implements AutoCloseable {

  private final EmbeddedPostgres server =
      EmbeddedPostgres.builder()
          .setPort(SparePort.find())
          .setPGStartupWait(Duration.ofMinutes(2))
          .setServerConfig("listen_addresses", "127.0.0.1")
          // as a server of its own has it: this one is set up for tests that want no disk
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("full_page_writes", "on")
          .start();

  SharedDatabase() throws IOException {}

  /** The settings of a node, in a folder below one of its own. */
  Path node(Path home, NextHop next) {
    return next.relayBefore(
        home.resolve("conf"),
        "postern.mail.from=app@example.com",
        "postern.spool.url=jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
        "postern.spool.user=postgres");
  }

  /** As if the time of all leases had passed; those of a node that lives are its own anyway. */
  void endLeases() throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE postern_spool.recipient SET due = due - 86400000 WHERE ctid = ANY (ARRAY("
              + "SELECT ctid FROM postern_spool.recipient WHERE state = 1"
              // what the node that lives holds just now is no business of ours
              + " FOR UPDATE SKIP LOCKED))");
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
