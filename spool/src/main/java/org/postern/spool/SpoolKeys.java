package org.postern.spool;

import java.nio.file.Path;
import java.util.List;
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
                  + " and what is in the spool goes on being delivered.");

  private SpoolKeys() {}

  /** All of them. */
  public static List<SettingKey<?>> all() {
    return List.of(FOLDER, KEEP_FREE);
  }
}
