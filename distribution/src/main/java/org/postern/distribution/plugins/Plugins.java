package org.postern.distribution.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.core.spi.AuthStrategyProvider;

/** All plug-ins of the plug-in folder, the broken ones included. Immutable. */
public final class Plugins {

  private final List<Plugin> all;

  private Plugins(List<Plugin> all) {
    this.all = List.copyOf(all);
  }

  /** None at all. */
  public static Plugins none() {
    return new Plugins(List.of());
  }

  /**
   * Loads each sub-folder of {@code root}; an absent root has none. What is wrong with a plug-in is
   * kept with it, and nothing is thrown.
   *
   * @param builtIn the schemes that a plug-in cannot take
   */
  public static Plugins load(Path root, Collection<String> builtIn) {
    if (!Files.isDirectory(root)) {
      return none();
    }
    PluginLoader loader = new PluginLoader(root, Plugins.class.getClassLoader());
    try (Stream<Path> folders = Files.list(root)) {
      List<Plugin> found =
          folders
              .filter(Files::isDirectory)
              .filter(folder -> !folder.getFileName().toString().startsWith("."))
              .sorted()
              .map(loader::load)
              .toList();
      return new Plugins(withoutClashes(found, builtIn));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the plug-in folder " + root + " cannot be read", unreadable);
    }
  }

  /** Sorted by folder. */
  public List<Plugin> all() {
    return all;
  }

  /** The providers of the plug-ins that can be used. */
  public List<AuthStrategyProvider> providers() {
    return all.stream().flatMap(plugin -> plugin.providers().stream()).toList();
  }

  /** Those that cannot be used. */
  public List<Plugin> broken() {
    return all.stream().filter(plugin -> plugin.problem().isPresent()).toList();
  }

  private static List<Plugin> withoutClashes(List<Plugin> found, Collection<String> builtIn) {
    Map<String, List<Plugin>> owners = new HashMap<>();
    for (Plugin plugin : found) {
      plugin.schemes().forEach(s -> owners.computeIfAbsent(s, x -> new ArrayList<>()).add(plugin));
    }
    return found.stream()
        .map(plugin -> clash(plugin, owners, builtIn).map(plugin::broken).orElse(plugin))
        .toList();
  }

  private static Optional<String> clash(
      Plugin plugin, Map<String, List<Plugin>> owners, Collection<String> builtIn) {
    for (String scheme : plugin.schemes()) {
      if (builtIn.contains(scheme)) {
        return Optional.of(
            "the scheme \""
                + scheme
                + "\" of "
                + plugin.jars()
                + " is built in; remove the plug-in");
      }
      List<Plugin> claiming = owners.get(scheme);
      if (claiming.size() > 1) {
        return Optional.of(
            "the scheme \""
                + scheme
                + "\" is brought more than once, by "
                + claiming.stream().map(other -> other.jars().toString()).toList()
                + "; remove all but one");
      }
    }
    return Optional.empty();
  }
}
