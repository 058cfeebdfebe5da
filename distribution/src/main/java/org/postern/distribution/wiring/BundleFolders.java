package org.postern.distribution.wiring;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the folders of the unpacked bundle are, as {@code bin/postern} says. Immutable.
 *
 * @param home the bundle; empty where the command runs without one
 */
public record BundleFolders(Optional<Path> home) {

  /** As the launcher says by the system property {@code postern.home}. */
  public static BundleFolders ofProcess() {
    return new BundleFolders(Optional.ofNullable(System.getProperty("postern.home")).map(Path::of));
  }

  /** The settings of a bundle that nobody has told otherwise. */
  public Path conf() {
    return home.map(folder -> folder.resolve("conf")).orElse(Path.of("conf"));
  }

  /** Plug-ins. */
  public Path plugins() {
    return home.map(folder -> folder.resolve("plugins")).orElse(Path.of("plugins"));
  }
}
