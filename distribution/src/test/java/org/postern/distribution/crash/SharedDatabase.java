package org.postern.distribution.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL, and settings of nodes whose spool is in it. */
final class SharedDatabase implements AutoCloseable {

  private final EmbeddedPostgres server =
      EmbeddedPostgres.builder().setServerConfig("listen_addresses", "127.0.0.1").start();

  SharedDatabase() throws IOException {}

  /** The folder of a node's settings, below one of its own. */
  Path node(Path home, int nextHop) throws IOException {
    Path conf = Files.createDirectories(home.resolve("conf"));
    Files.writeString(conf.resolve("security.properties"), "");
    Files.writeString(
        conf.resolve("is.properties"),
        """
        mksis.logging.email.server.hostname=127.0.0.1
        mksis.logging.email.server.port=%d
        postern.mail.from=app@example.com
        postern.relay.listen=127.0.0.1:0
        postern.health.listen=none
        postern.queue.retry=1s
        postern.queue.hold=1s
        postern.spool.url=jdbc:postgresql://127.0.0.1:%d/postgres
        postern.spool.user=postgres
        """
            .formatted(nextHop, server.getPort()));
    return conf;
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
