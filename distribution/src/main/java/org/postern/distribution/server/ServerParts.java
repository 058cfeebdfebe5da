package org.postern.distribution.server;

import java.nio.file.Path;
import java.util.List;
import org.postern.core.settings.SettingsPart;
import org.postern.distribution.watch.Roads;
import org.postern.relay.DeliveryKeys;
import org.postern.relay.ListenerSettings;

/** The parts of the server that have rules of their own about its settings. */
public final class ServerParts {

  private ServerParts() {}

  /**
   * All of them: what can be known before anything is started or changed.
   *
   * @param folder of the settings
   */
  public static List<SettingsPart> of(Path folder) {
    return List.of(
        settings -> ListenerSettings.of(settings, folder),
        DeliveryKeys::check,
        HealthServer::check,
        Roads::check);
  }
}
