package org.postern.distribution.server;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.postern.core.settings.MailSettings;
import org.postern.distribution.wiring.Outgoing;
import org.postern.spool.Spool;

/**
 * Settings as they were read at one time, all of them in order. Immutable.
 *
 * @param settings checked, secrets decrypted
 * @param files that they come from
 * @param outgoing prepares delivery from that spool by them, under that name of this host; throws
 *     {@link org.postern.core.settings.SettingsException} where it cannot, and has begun nothing
 */
public record Loaded(
    MailSettings settings, List<Path> files, BiFunction<Spool, String, Outgoing> outgoing) {

  /** Reads the settings anew. */
  @FunctionalInterface
  public interface Loader {

    /**
     * As the files are now, looked at by all of {@link ServerParts}.
     *
     * @throws org.postern.core.settings.SettingsException with every problem
     */
    Loaded load();
  }
}
