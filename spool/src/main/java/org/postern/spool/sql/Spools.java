package org.postern.spool.sql;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingValues;
import org.postern.spool.Spool;
import org.postern.spool.SpoolKeys;
import org.postern.spool.internal.postgres.PostgresDatabase;
import org.postern.spool.internal.postgres.PostgresOptions;
import org.postern.spool.internal.sql.Database;
import org.postern.spool.internal.sql.SqlSpool;
import org.postern.spool.internal.sqlite.SpoolHolder;
import org.postern.spool.internal.sqlite.SqliteDatabase;
import org.postern.spool.internal.sqlite.SqliteOptions;

/** Opens the spool that the settings name. */
public final class Spools {

  private Spools() {}

  /**
   * Opens it as the server that delivers. There is one server to an embedded spool, proved by a
   * lock that ends with its process: what an earlier one was delivering is due again at once. A
   * spool in PostgreSQL has any number of them; what a dead one was delivering is due again when
   * its leases end.
   *
   * @throws org.postern.spool.SpoolException where it cannot be used; of kind {@code IN_USE} where
   *     another server has it
   */
  public static Spool open(SettingValues settings) {
    return open(settings, true, true);
  }

  /**
   * Opens it beside the server, or while that is stopped, to take mail in, and makes it where there
   * is none. A guest cannot claim mail ({@link IllegalStateException}).
   *
   * @throws org.postern.spool.SpoolException where it cannot be used
   */
  public static Spool guest(SettingValues settings) {
    return open(settings, false, true);
  }

  /**
   * As {@link #guest}, to look into it and to administer: a look makes no spool.
   *
   * @throws org.postern.spool.SpoolException where it cannot be used; of kind {@code ABSENT} where
   *     there is none
   */
  public static Spool existing(SettingValues settings) {
    return open(settings, false, false);
  }

  /**
   * The process that serves the embedded spool in this folder; empty where none does, or where the
   * folder does not tell.
   */
  public static OptionalLong holder(Path folder) {
    return SpoolHolder.of(folder);
  }

  private static Spool open(SettingValues settings, boolean serves, boolean makes) {
    Clock clock = Clock.systemUTC();
    return new SqlSpool(database(settings, serves, makes, clock), clock, System::nanoTime, serves);
  }

  private static Database database(
      SettingValues settings, boolean serves, boolean makes, Clock clock) {
    Optional<String> url = settings.find(SpoolKeys.URL);
    if (url.isPresent()) {
      return new PostgresDatabase(
          new PostgresOptions(
              url.get(),
              settings.get(SpoolKeys.USER),
              settings.find(SpoolKeys.PASSWORD).map(Secret::reveal).orElse(""),
              serves,
              SqliteOptions.PATIENCE));
    }
    return new SqliteDatabase(
        new SqliteOptions(
            settings.get(SpoolKeys.FOLDER),
            serves,
            makes,
            (long) settings.get(SpoolKeys.KEEP_FREE) << 20,
            SqliteOptions.PATIENCE,
            clock));
  }
}
