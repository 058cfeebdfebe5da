package org.postern.distribution.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

/** Reads a jar to its end before anything of it is loaded. */
final class JarCheck {

  private JarCheck() {}

  /** Throws where the jar is damaged or has names that lead out of it. */
  static void check(Path jar) {
    try (JarFile file = new JarFile(jar.toFile(), true, ZipFile.OPEN_READ)) {
      Enumeration<JarEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        checkName(jar, entry.getName());
        try (InputStream content = file.getInputStream(entry)) {
          content.transferTo(java.io.OutputStream.nullOutputStream());
        }
      }
    } catch (IOException | SecurityException damaged) {
      throw new PluginException(
          jar + " is no jar that can be read (" + damaged.getMessage() + "); copy it again",
          damaged);
    }
  }

  private static void checkName(Path jar, String name) {
    boolean leadsOut =
        name.startsWith("/")
            || name.contains("\\")
            || Arrays.asList(name.split("/")).contains("..");
    if (leadsOut) {
      throw new PluginException(
          jar + " has an entry whose name leads out of it (" + name + "); do not use this jar");
    }
  }
}
