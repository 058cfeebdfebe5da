package org.postern.spool;

import java.nio.file.Path;
import java.util.List;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;

/** The settings of the spool; relative paths count from the folder of the settings. */
public final class SpoolKeys {

  /** Where the embedded spool is. */
  public static final SettingKey<Path> FOLDER =
      SettingKey.path("postern.spool.folder")
          .withDefault("spool")
          .describedAs(
              "The folder of the spool, where mail waits until the mail server has it. It needs a"
                  + " local disk that outlives a restart; a relative path counts from the folder of"
                  + " the settings.");

  /** Room for what is in the spool already. */
  public static final SettingKey<Integer> KEEP_FREE =
      SettingKey.integer("postern.spool.keep_free_mb", 0, 1_000_000)
          .withDefault("64")
          .describedAs(
              "How many megabytes of the disk stay free: with less, new mail is answered with 452,"
                  + " and what is in the spool goes on being delivered. Half as much, 32 MB at most, is"
                  + " set aside in the file spool.reserve for a disk that others fill.");

  /** The database of a shared spool. */
  public static final SettingKey<String> URL =
      SettingKey.of("postern.spool.url", "jdbc:postgresql: URL", SpoolKeys::url)
          .describedAs(
              "A PostgreSQL database that several nodes share as their spool, such as"
                  + " jdbc:postgresql://db.example.com/postern; absent: the spool is embedded in"
                  + " postern.spool.folder. Its tables stand in the schema postern_spool.");

  /** Its user. */
  public static final SettingKey<String> USER =
      SettingKey.text("postern.spool.user")
          .withDefault("postern")
          .describedAs("The user at the database of postern.spool.url.");

  /** Its password. */
  public static final SettingKey<Secret> PASSWORD =
      SettingKey.secret("postern.spool.password")
          .describedAs(
              "The password of postern.spool.user; absent where the database asks for none.");

  private SpoolKeys() {}

  /** All of them. */
  public static List<SettingKey<?>> all() {
    return List.of(FOLDER, KEEP_FREE, URL, USER, PASSWORD);
  }

  /**
   * Those without which nobody knows where the spool is.
   *
   * @param shared where {@link #URL} is given
   */
  public static List<SettingKey<?>> place(boolean shared) {
    return shared ? List.of(URL, USER, PASSWORD) : List.of(URL, FOLDER);
  }

  private static String url(String text) {
    if (!text.startsWith("jdbc:postgresql:") || text.matches(".*[?&](ssl)?password=.*")) {
      throw SettingKey.invalid(
          text.replaceAll("password=[^&]*", "password=…"),
          "not the URL of a PostgreSQL database without a password",
          "write jdbc:postgresql://host/database, and the password in postern.spool.password, and"
              + " take a client key (sslkey) without one");
    }
    return text;
  }
}
