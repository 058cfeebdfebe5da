package org.postern.spool.internal.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;

/**
 * The schema's versions: each has a script that makes it of the one before.
 *
 * @param scripts the first makes version 1 of an empty database; the last makes the version we know
 */
public record Migrations(List<String> scripts) {

  public Migrations {
    scripts = List.copyOf(scripts);
  }

  /** Scripts 001.sql and on that stand beside a class, as many as there are. */
  public static Migrations beside(Class<?> type) {
    List<String> scripts = new ArrayList<>();
    while (true) {
      String name = "%03d.sql".formatted(scripts.size() + 1);
      try (InputStream in = type.getResourceAsStream(name)) {
        if (in == null) {
          return new Migrations(scripts);
        }
        scripts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }

  /** The newest version we know. */
  public int newest() {
    return scripts.size();
  }

  /**
   * Brings the schema to the newest version, in the transaction that is open.
   *
   * @param where names the database in the message
   * @throws SpoolException of kind {@link Kind#NEWER_SCHEMA} where it is ahead of us
   */
  public void apply(Session session, String where) throws SQLException {
    int version = version(session);
    if (version > newest()) {
      throw new SpoolException(
          Kind.NEWER_SCHEMA,
          where
              + " has schema version "
              + version
              + ", made by a newer Postern; this one knows "
              + newest()
              + ". Nothing was changed. Run the newer Postern, or name another spool");
    }
    for (int next = version; next < newest(); next++) {
      run(session.connection(), scripts.get(next));
    }
    if (version < newest()) {
      session.update("UPDATE schema_version SET version = ?", newest());
    }
  }

  private static int version(Session session) throws SQLException {
    try (Statement statement = session.connection().createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
      statement.execute(
          "INSERT INTO schema_version (version)"
              + " SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM schema_version)");
    }
    return session.first("SELECT version FROM schema_version", row -> row.getInt(1)).orElseThrow();
  }

  private static void run(Connection connection, String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String one : script.split(";\\s*\n")) {
        if (!one.isBlank()) {
          statement.execute(one);
        }
      }
    }
  }
}
