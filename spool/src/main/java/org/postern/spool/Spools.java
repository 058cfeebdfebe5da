package org.postern.spool;

import java.time.Clock;
import org.postern.core.settings.SettingValues;
import org.postern.spool.internal.sql.SqlSpool;
import org.postern.spool.internal.sqlite.SqliteDatabase;

/** Opens the spool that the settings ({@link SpoolKeys}) name. */
public final class Spools {

  private static final long MEGABYTE = 1024L * 1024;

  private Spools() {}

  /**
   * As the server, who alone delivers.
   *
   * @throws SpoolException where the spool cannot be used, or another server has it
   */
  public static Spool open(SettingValues values) {
    return open(values, true);
  }

  /**
   * As a guest, who takes mail in and administers while the server runs and while it does not.
   *
   * @throws SpoolException where the spool cannot be used
   */
  public static Spool guest(SettingValues values) {
    return open(values, false);
  }

  private static Spool open(SettingValues values, boolean serves) {
    Clock clock = Clock.systemUTC();
    long keepFree = values.get(SpoolKeys.KEEP_FREE) * MEGABYTE;
    SqliteDatabase database =
        new SqliteDatabase(values.get(SpoolKeys.FOLDER), serves, keepFree, clock);
    return new SqlSpool(database, clock, System::nanoTime, serves);
  }
}
