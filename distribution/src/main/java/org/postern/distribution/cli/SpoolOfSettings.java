package org.postern.distribution.cli;

import java.nio.file.Path;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.SecretKeeper;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import org.postern.spool.Spool;
import org.postern.spool.SpoolKeys;
import org.postern.spool.sql.Spools;

/**
 * The spool that the settings name, beside its server or without one. Secrets are read only where
 * the spool itself has one, so that whoever looks into the queue needs no key ring.
 */
final class SpoolOfSettings {

  private SpoolOfSettings() {}

  /** To look at and to administer, where it is there; whoever opens it closes it. */
  static Spool existing(PosternCommand postern) {
    return Spools.existing(values(postern));
  }

  /** The settings, of whose secrets that of the spool alone is sure to be known. */
  static SettingValues values(PosternCommand postern) {
    Configuration configuration = postern.configuration();
    SecretKeeper keeper = Secrets.forSpool(configuration, postern.terminal().environment());
    return Started.from(configuration, keeper).settings().values();
  }

  /** Its folder, which need not exist. */
  static Path folder(PosternCommand postern) {
    return postern.configuration().peek(SpoolKeys.FOLDER).orElseThrow();
  }
}
