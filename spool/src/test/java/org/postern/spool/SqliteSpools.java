package org.postern.spool;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.postern.spool.internal.sql.SqlSpool;
import org.postern.spool.internal.sqlite.SqliteDatabase;
import org.postern.spool.internal.sqlite.SqliteOptions;

/** Opens embedded spools for tests. */
final class SqliteSpools {

  private SqliteSpools() {}

  static Spool server(Path folder) {
    return open(folder, true, 0, SqliteOptions.PATIENCE);
  }

  static Spool guest(Path folder) {
    return open(folder, false, 0, SqliteOptions.PATIENCE);
  }

  /** To look and to administer. */
  static Spool existing(Path folder) {
    return open(folder, false, false, 0, SqliteOptions.PATIENCE);
  }

  static Spool open(Path folder, boolean serves, long keepFree, Duration patience) {
    return open(folder, serves, true, keepFree, patience);
  }

  /**
   * A server that does not look at its file of its own accord, as the ten minutes after which it
   * would never pass: whoever writes next is the first to see what was done to it.
   */
  static Spool unattended(Path folder) {
    Clock never = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    return open(new SqliteOptions(folder, true, true, 0, SqliteOptions.PATIENCE, never));
  }

  /** The file of a spool as another program opens it, which waits for its turn. */
  static Connection connection(Path folder) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlite:" + folder.resolve("spool.db") + "?busy_timeout=60000");
  }

  private static Spool open(
      Path folder, boolean serves, boolean makes, long keepFree, Duration patience) {
    return open(new SqliteOptions(folder, serves, makes, keepFree, patience, Clock.systemUTC()));
  }

  private static Spool open(SqliteOptions options) {
    return new SqlSpool(
        new SqliteDatabase(options), Clock.systemUTC(), System::nanoTime, options.serves());
  }
}
