package org.postern.spool.sql;

import java.time.Clock;
import org.postern.core.settings.SettingValues;
import org.postern.spool.Spool;
import org.postern.spool.SpoolKeys;
import org.postern.spool.internal.sql.SqlSpool;
import org.postern.spool.internal.sqlite.SqliteDatabase;
import org.postern.spool.internal.sqlite.SqliteOptions;

/** Opens the spool that the settings name. */
public final class Spools {

  private Spools() {}

  /**
   * Opens it as the server that delivers. There is one server to an embedded spool, proved by a
   * lock that ends with its process: what an earlier one was delivering is due again at once.
   *
   * @throws org.postern.spool.SpoolException where it cannot be used; of kind {@code IN_USE} where
   *     another server has it
   */
  public static Spool open(SettingValues settings) {
    return open(settings, true);
  }

  /**
   * Opens it beside the server, or while that is stopped, to take mail in and to administer. A
   * guest cannot claim mail ({@link IllegalStateException}).
   *
   * @throws org.postern.spool.SpoolException where it cannot be used
   */
  public static Spool guest(SettingValues settings) {
    return open(settings, false);
  }

  private static Spool open(SettingValues settings, boolean serves) {
    Clock clock = Clock.systemUTC();
    SqliteOptions options =
        new SqliteOptions(
            settings.get(SpoolKeys.FOLDER),
            serves,
            (long) settings.get(SpoolKeys.KEEP_FREE) << 20,
            SqliteOptions.PATIENCE,
            clock);
    return new SqlSpool(new SqliteDatabase(options), clock, System::nanoTime, serves);
  }
}
