package org.postern.distribution.sendmail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who runs this process, as log and Received name them. */
final class Caller {

  private Caller() {}

  /** Such as {@code sendmail uid=33 user=www-data}; what the system does not tell is left out. */
  static String ofProcess() {
    String name = System.getProperty("user.name", "");
    return "sendmail" + uid() + (name.matches("[A-Za-z0-9._-]{1,64}") ? " user=" + name : "");
  }

  private static String uid() {
    try {
      return " uid=" + Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | RuntimeException unknown) {
      return "";
    }
  }
}
