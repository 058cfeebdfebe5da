package org.postern.distribution.cli;

import java.nio.file.Path;
import org.postern.spool.Spool;
import org.postern.spool.SpoolKeys;
import org.postern.spool.sql.Spools;

/** The spool that the settings name, beside its server or without one; no secret is read. */
final class SpoolOfSettings {

  private SpoolOfSettings() {}

  /** To look at and to administer; whoever opens it closes it. */
  static Spool guest(PosternCommand postern) {
    return Spools.guest(Started.withoutSecrets(postern).settings().values());
  }

  /** Its folder, which need not exist. */
  static Path folder(PosternCommand postern) {
    return postern.configuration().peek(SpoolKeys.FOLDER).orElseThrow();
  }
}
