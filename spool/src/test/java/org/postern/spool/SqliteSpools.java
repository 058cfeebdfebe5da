package org.postern.spool;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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

  private static Spool open(
      Path folder, boolean serves, boolean makes, long keepFree, Duration patience) {
    Clock clock = Clock.systemUTC();
    return new SqlSpool(
        new SqliteDatabase(new SqliteOptions(folder, serves, makes, keepFree, patience, clock)),
        clock,
        System::nanoTime,
        serves);
  }
}
