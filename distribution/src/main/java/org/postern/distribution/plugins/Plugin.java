package org.postern.distribution.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.core.spi.AuthStrategyProvider;

/**
 * One folder of the plug-in folder, as it was found. Immutable.
 *
 * @param folder the folder
 * @param jars its jars, sorted by name
 * @param providers what it brings; empty where it is broken
 * @param problem why it cannot be used, naming folder or jar; empty where it can
 * @param claimed schemes that it is known to want though it is broken
 */
public record Plugin(
    Path folder,
    List<Path> jars,
    List<AuthStrategyProvider> providers,
    Optional<String> problem,
    List<String> claimed) {

  public Plugin {
    jars = List.copyOf(jars);
    providers = List.copyOf(providers);
    claimed = List.copyOf(claimed);
  }

  /** The folder's name. */
  public String name() {
    return folder.getFileName().toString();
  }

  /** The schemes that it brings, or would bring. */
  public List<String> schemes() {
    return problem.isPresent()
        ? claimed
        : providers.stream().map(AuthStrategyProvider::scheme).toList();
  }

  Plugin broken(String why) {
    return new Plugin(folder, jars, List.of(), Optional.of(why), schemes());
  }
}
