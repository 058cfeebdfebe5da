package org.postern.distribution.plugins;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * What a plug-in sees of us: the JDK, what it implements, the values that it is given, and the
 * logger. Nothing else, so that a plug-in may bring any version of any library.
 */
final class PluginParent extends ClassLoader {

  /** With a dot at the end, or "org.postern.core.spicy" would be seen too. */
  private static final List<String> SHOWN =
      List.of(
          "org.postern.core.spi.",
          "org.postern.core.diagnosis.",
          "org.postern.core.examination.",
          "org.postern.core.settings.",
          "org.postern.core.smtp.",
          "org.slf4j.");

  private final ClassLoader ours;

  static {
    registerAsParallelCapable();
  }

  PluginParent(ClassLoader ours) {
    super(ClassLoader.getPlatformClassLoader());
    this.ours = ours;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (SHOWN.stream().anyMatch(name::startsWith)) {
      return ours.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  /** Our own resources are not a plug-in's: it would find our providers among its own. */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return Collections.emptyEnumeration();
  }
}
