package org.postern.spool.internal.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postern.spool.internal.sql.Migrations;
import org.postern.spool.internal.sql.Session;

/** The tables of a spool, as this version knows them. */
record Schema(String name, Migrations migrations, String url) {

  /** Who makes or upgrades the tables does so alone. */
  private static final String ALONE = "SELECT pg_advisory_xact_lock(347891206)";

  /** An upgrade of a long queue, by us or by another node, may say nothing for long. */
  private static final Duration UPGRADE = Duration.ofHours(1);

  /** Makes or upgrades them, in the transaction that is open. */
  void make(Session session) throws SQLException {
    Connection connection = session.connection();
    int usual = connection.getNetworkTimeout();
    boolean patient = usual > 0 && !isCurrent(session);
    if (patient) {
      connection.setNetworkTimeout(Runnable::run, (int) UPGRADE.toMillis());
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(ALONE);
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + name);
      migrations.apply(session, url);
    }
    if (patient) {
      connection.setNetworkTimeout(Runnable::run, usual);
    }
  }

  private boolean isCurrent(Session session) throws SQLException {
    String table = name + ".schema_version";
    boolean there =
        session
            .first("SELECT to_regclass(?) IS NOT NULL", row -> row.getBoolean(1), table)
            .orElseThrow();
    return there
        && session
            .first("SELECT version FROM " + table, row -> row.getInt(1))
            .filter(version -> version >= migrations.newest())
            .isPresent();
  }
}
