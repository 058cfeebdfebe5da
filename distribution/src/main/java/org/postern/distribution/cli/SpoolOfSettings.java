package org.postern.distribution.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.core.settings.SettingValues;
import org.postern.core.settings.SettingsException;
import org.postern.core.spi.SecretKeeper;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import org.postern.spool.Spool;
import org.postern.spool.SpoolKeys;
import org.postern.spool.sql.Spools;

/**
 * The spool that the settings name, beside its server or without one. Secrets are read only where
 * the spool itself has one, so that whoever looks into the queue needs no key ring; and the spool
 * is found as long as its own settings can be read, whatever is wrong with the others.
 *
 * @param values all settings; those of the spool's place alone where others cannot be used
 * @param broken what is wrong with those others; empty where nothing is
 */
record SpoolOfSettings(SettingValues values, Optional<SettingsException> broken) {

  /**
   * Reads them.
   *
   * @throws SettingsException with all problems, where the spool's place is not known either
   */
  static SpoolOfSettings read(PosternCommand postern) {
    Configuration configuration = postern.configuration();
    SecretKeeper keeper = Secrets.forSpool(configuration, postern.terminal().environment());
    try {
      SettingValues all = Started.from(configuration, keeper).settings().values();
      return new SpoolOfSettings(all, Optional.empty());
    } catch (SettingsException broken) {
      return new SpoolOfSettings(place(configuration, keeper, broken), Optional.of(broken));
    }
  }

  /** To look at and to administer, where it is there; whoever opens it closes it. */
  Spool existing() {
    return Spools.existing(values);
  }

  /** As {@link #existing()}; a person hears what is wrong with other settings. */
  static Spool existing(PosternCommand postern) {
    SpoolOfSettings known = read(postern);
    known.broken.ifPresent(broken -> say(postern.terminal(), broken));
    return known.existing();
  }

  /** Its folder, which need not exist. */
  static Path folder(PosternCommand postern) {
    return postern.configuration().peek(SpoolKeys.FOLDER).orElseThrow();
  }

  private static SettingValues place(
      Configuration configuration, SecretKeeper keeper, SettingsException broken) {
    try {
      boolean shared =
          configuration.some(keeper, List.of(SpoolKeys.URL)).find(SpoolKeys.URL).isPresent();
      return configuration.some(keeper, SpoolKeys.place(shared));
    } catch (SettingsException unknown) {
      throw broken;
    }
  }

  private static void say(Terminal terminal, SettingsException broken) {
    terminal.note(
        "postern: the settings cannot be used, apart from those of the spool; a server that runs"
            + " goes on with those before:");
    broken.problems().forEach(problem -> terminal.note("  " + problem));
  }
}
