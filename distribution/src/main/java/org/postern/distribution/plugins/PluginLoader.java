package org.postern.distribution.plugins;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.postern.core.spi.AuthStrategyProvider;

/** Loads one plug-in: checks its files, then asks its own class loader for providers. */
final class PluginLoader {

  private final FileRights rights;
  private final ClassLoader ours;

  PluginLoader(Path root, ClassLoader ours) {
    this.rights = new FileRights(root);
    this.ours = ours;
  }

  /** Never throws for what is wrong with the plug-in: the value says it. */
  Plugin load(Path folder) {
    List<Path> jars = List.of();
    try {
      rights.check(folder);
      jars = jars(folder);
      for (Path jar : jars) {
        rights.check(jar);
        JarCheck.check(jar);
      }
      if (jars.isEmpty()) {
        throw new PluginException(folder + " has no jar; put the plug-in's jars there");
      }
      List<AuthStrategyProvider> providers = providers(folder, jars);
      return new Plugin(folder, jars, providers, Optional.empty(), List.of());
    } catch (PluginException refused) {
      return new Plugin(folder, jars, List.of(), Optional.of(refused.getMessage()), List.of());
    } catch (IOException unreadable) {
      String why = folder + " cannot be read: " + unreadable + "; see its rights";
      return new Plugin(folder, jars, List.of(), Optional.of(why), List.of());
    }
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  @SuppressWarnings("resource") // the loader lives as long as the process
  private List<AuthStrategyProvider> providers(Path folder, List<Path> jars)
      throws MalformedURLException {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    ClassLoader loader =
        new URLClassLoader("plugin " + folder.getFileName(), urls, new PluginParent(ours));
    List<AuthStrategyProvider> found = new ArrayList<>();
    try {
      Iterator<AuthStrategyProvider> providers =
          ServiceLoader.load(AuthStrategyProvider.class, loader).iterator();
      while (providers.hasNext()) {
        AuthStrategyProvider provider = providers.next();
        if (provider.getClass().getClassLoader() == loader) {
          provider.scheme(); // a provider that cannot even name itself is broken here, not later
          provider.keys();
          found.add(provider);
        }
      }
    } catch (ServiceConfigurationError | LinkageError | RuntimeException broken) {
      throw new PluginException(
          where(folder, jars) + " cannot be loaded: " + cause(broken) + "; ask its author", broken);
    }
    if (found.isEmpty()) {
      throw new PluginException(
          where(folder, jars)
              + " names no provider in META-INF/services/"
              + AuthStrategyProvider.class.getName()
              + "; ask its author");
    }
    return found;
  }

  private static String where(Path folder, List<Path> jars) {
    return jars.size() == 1 ? jars.get(0).toString() : folder + " " + names(jars);
  }

  private static List<Path> names(List<Path> jars) {
    return jars.stream().map(Path::getFileName).toList();
  }

  /** The outermost message, and what lies at the bottom of it. */
  private static String cause(Throwable broken) {
    Throwable root = broken;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == broken ? broken.toString() : broken.getMessage() + " (" + root + ")";
  }
}
