package org.postern.distribution.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.core.settings.SettingsException;
import org.postern.core.settings.SettingsProblem;
import org.postern.distribution.watch.Roads;
import org.postern.relay.ListenerSettings;

/** What can be known of settings before anything is started or changed. */
final class SettingsCheck {

  private SettingsCheck() {}

  /**
   * Looks at all parts, whatever is wrong with one of them.
   *
   * @throws SettingsException with all that is wrong
   */
  static void of(Loaded loaded, Path folder) {
    List<Runnable> parts =
        List.of(
            loaded.check(),
            () -> ListenerSettings.of(loaded.settings(), folder),
            () -> HealthServer.check(loaded.settings()),
            () -> Roads.check(loaded.settings()));
    List<SettingsProblem> problems = new ArrayList<>();
    for (Runnable part : parts) {
      try {
        part.run();
      } catch (SettingsException refused) {
        problems.addAll(refused.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }
}
