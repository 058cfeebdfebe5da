package org.postern.spool.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.spool.SpoolException;
import org.postern.spool.internal.postgres.PostgresDatabase;
import org.postern.spool.internal.sqlite.SqliteDatabase;

class MigrationsTest {

  private static final String FIRST = "CREATE TABLE a (x INTEGER);\nINSERT INTO a VALUES (1);\n";
  private static final String SECOND = "ALTER TABLE a ADD COLUMN y INTEGER NOT NULL DEFAULT 7;\n";

  @TempDir Path folder;

  private Session session() throws SQLException {
    return new Session(DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("db")));
  }

  private static int y(Session session) throws SQLException {
    return session.first("SELECT y FROM a", row -> row.getInt(1)).orElseThrow();
  }

  @Test
  void anOlderSchemaIsUpgradedStepByStepAndKeepsItsRows() throws SQLException {
    try (Session session = session()) {
      new Migrations(List.of(FIRST)).apply(session, "db");
    }
    try (Session session = session()) {
      new Migrations(List.of(FIRST, SECOND)).apply(session, "db");
      assertThat(y(session)).isEqualTo(7);
    }
    try (Session session = session()) {
      new Migrations(List.of(FIRST, SECOND)).apply(session, "db");
      assertThat(session.query("SELECT x FROM a", row -> row.getInt(1))).containsExactly(1);
    }
  }

  @Test
  void aNewOneGetsAllSteps() throws SQLException {
    try (Session session = session()) {
      new Migrations(List.of(FIRST, SECOND)).apply(session, "db");
      assertThat(y(session)).isEqualTo(7);
    }
  }

  @Test
  void aNewerSchemaIsRefusedWithWhatToDo() throws SQLException {
    try (Session session = session()) {
      new Migrations(List.of(FIRST, SECOND)).apply(session, "db");
      assertThatThrownBy(() -> new Migrations(List.of(FIRST)).apply(session, "the spool x"))
          .isInstanceOfSatisfying(
              SpoolException.class,
              newer -> assertThat(newer.kind()).isEqualTo(SpoolException.Kind.NEWER_SCHEMA))
          .hasMessage(
              "the spool x has schema version 2, made by a newer Postern; this one knows 1. Nothing"
                  + " was changed. Run the newer Postern, or name another spool");
    }
  }

  @Test
  void bothDatabasesAreAtTheSameVersion() {
    assertThat(Migrations.beside(SqliteDatabase.class).newest())
        .isEqualTo(Migrations.beside(PostgresDatabase.class).newest())
        .isPositive();
  }
}
