package org.postern.spool.internal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.postern.spool.internal.sql.Session;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * Opens sessions on one file.
 *
 * @param logPages from how many pages on the log is copied into the file
 */
record SqliteSessions(Path file, Duration patience, int logPages) {

  private static final int PAGE = 4096;
  private static final int LEAST_LOG = 250;
  private static final int MOST_LOG = 4000;

  private static final List<String> WRITER =
      List.of(
          "PRAGMA journal_mode = WAL",
          // each commit waits for the disk: this is what a 250 stands for
          "PRAGMA synchronous = FULL",
          "PRAGMA foreign_keys = ON",
          "PRAGMA temp_store = MEMORY",
          "PRAGMA cache_size = -32768",
          "PRAGMA journal_size_limit = 67108864");

  private static final List<String> READER =
      List.of("PRAGMA query_only = ON", "PRAGMA cache_size = -2048");

  private static final List<String> LENIENT =
      List.of("PRAGMA writable_schema = ON", "PRAGMA query_only = ON");

  /**
   * Of a spool. A copy of the log into the file must find room in what is kept free on the disk.
   */
  static SqliteSessions of(Path file, SqliteOptions options) {
    long pages = options.keepFree() / 4 / PAGE;
    int logPages = (int) Math.max(LEAST_LOG, Math.min(MOST_LOG, pages));
    return new SqliteSessions(file, options.patience(), logPages);
  }

  /** The same for another file. */
  SqliteSessions of(Path other) {
    return new SqliteSessions(other, patience, logPages);
  }

  Session writer() throws SQLException {
    return open(WRITER);
  }

  /** What can be chosen for an empty file only: free pages can go back to the disk. */
  private static void choose(Statement statement) throws SQLException {
    boolean empty;
    try (ResultSet pages = statement.executeQuery("PRAGMA page_count")) {
      empty = pages.getLong(1) == 0;
    }
    if (empty) {
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
    }
  }

  /** Reads what can be read, even where the file says that it cannot be. */
  Session lenientReader() throws SQLException {
    return open(LENIENT);
  }

  /** Reads to write a copy elsewhere; takes no care of the file itself. */
  Session copier() throws SQLException {
    return open(List.of());
  }

  Session reader() throws SQLException {
    return open(READER);
  }

  private Session open(List<String> pragmas) throws SQLException {
    Connection connection = connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + patience.toMillis());
      if (pragmas == WRITER) {
        choose(statement);
        statement.execute("PRAGMA wal_autocheckpoint = " + logPages);
      }
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
    SqliteLibrary.load(file.getParent());
    SQLiteConfig config = new SQLiteConfig();
    // whoever may make the file has made it by now, for its owner alone
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    // whoever begins will write
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    // rows have their numbers from us: the driver need not ask for one after each change
    config.setGetGeneratedKeys(false);
    return new JDBC4Connection("jdbc:sqlite:" + file, file.toString(), config.toProperties());
  }
}
