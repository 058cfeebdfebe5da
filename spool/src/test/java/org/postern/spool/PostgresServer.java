package org.postern.spool;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postern.spool.internal.postgres.PostgresDatabase;
import org.postern.spool.internal.postgres.PostgresOptions;
import org.postern.spool.internal.sql.SqlSpool;
import org.postern.testkit.ClosedPort;

/** A real PostgreSQL for the tests of this JVM; it stops with it. */
final class PostgresServer {

  /** Started when it is asked for first. */
  private static final class Running {
    /** Held for as long: it takes a server a while to come up. */
    private static final ClosedPort PORT = new ClosedPort();

    private static final EmbeddedPostgres SERVER = start(PORT.port());
  }

  private PostgresServer() {}

  private static EmbeddedPostgres start(int port) {
    try {
      return EmbeddedPostgres.builder()
          .setPort(port)
          .setPGStartupWait(Duration.ofMinutes(2))
          .setServerConfig("listen_addresses", "127.0.0.1")
          .setServerConfig("fsync", "off")
          .setServerConfig("synchronous_commit", "on") // as PostgreSQL is, other than this one
          .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static String url() {
    return "jdbc:postgresql://127.0.0.1:" + Running.SERVER.getPort() + "/postgres";
  }

  static Spool open(SetClock clock, boolean serves) {
    return open(url(), clock, serves);
  }

  static Spool open(String url, SetClock clock, boolean serves) {
    PostgresOptions options = new PostgresOptions(url, "postgres", "", serves, SpoolSample.MINUTE);
    return new SqlSpool(new PostgresDatabase(options), clock, clock::nanos, serves);
  }

  static void sql(String statement) {
    try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
        Statement one = connection.createStatement()) {
      one.execute(statement);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  static long number(String query) {
    try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
        Statement one = connection.createStatement();
        ResultSet rows = one.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
