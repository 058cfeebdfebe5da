package org.postern.spool.internal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.postern.spool.internal.sql.Session;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.jdbc4.JDBC4Connection;

/** Opens sessions on one file. */
record SqliteSessions(Path file) {

  /** How long one waits for another process that writes; a group of mails takes some ms. */
  private static final String PATIENCE = "PRAGMA busy_timeout = 10000";

  private static final List<String> WRITER =
      List.of(
          PATIENCE,
          // pages that are free again go back to the disk; can be chosen only for an empty file
          "PRAGMA auto_vacuum = INCREMENTAL",
          "PRAGMA journal_mode = WAL",
          // each commit waits for the disk: this is what a 250 stands for
          "PRAGMA synchronous = FULL",
          "PRAGMA foreign_keys = ON",
          "PRAGMA temp_store = MEMORY",
          "PRAGMA cache_size = -32768",
          "PRAGMA wal_autocheckpoint = 4000",
          "PRAGMA journal_size_limit = 67108864");

  private static final List<String> READER =
      List.of(PATIENCE, "PRAGMA query_only = ON", "PRAGMA cache_size = -2048");

  Session writer() throws SQLException {
    return open(WRITER);
  }

  Session reader() throws SQLException {
    return open(READER);
  }

  private Session open(List<String> pragmas) throws SQLException {
    Connection connection = connect();
    try (Statement statement = connection.createStatement()) {
      for (String pragma : pragmas) {
        statement.execute(pragma);
      }
    } catch (SQLException failed) {
      connection.close();
      throw failed;
    }
    return new Session(connection);
  }

  private Connection connect() throws SQLException {
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception noLibrary) {
      throw new SQLException("SQLite cannot be loaded on this system: " + noLibrary, noLibrary);
    }
    return new JDBC4Connection("jdbc:sqlite:" + file, file.toString(), new Properties());
  }
}
