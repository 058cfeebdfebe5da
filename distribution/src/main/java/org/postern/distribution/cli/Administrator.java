package org.postern.distribution.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Who runs this command, as the log names them. */
final class Administrator {

  private Administrator() {}

  /**
   * Such as {@code root (uid 0), by sudo of ann}; what the system does not tell is left out. What
   * sudo says is its own word: whoever is that account can say anything.
   */
  static String ofProcess(Map<String, String> environment) {
    String name = System.getProperty("user.name", "");
    String account = name.isBlank() || name.equals("?") ? "somebody" : name;
    String sudo =
        Optional.ofNullable(environment.get("SUDO_USER"))
            .filter(user -> !user.isBlank())
            .map(user -> ", by sudo of " + user)
            .orElse("");
    return account + uid().map(uid -> " (uid " + uid + ")").orElse("") + sudo;
  }

  private static Optional<String> uid() {
    try {
      return Optional.of(Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString());
    } catch (IOException | RuntimeException unknown) {
      return Optional.empty();
    }
  }
}
