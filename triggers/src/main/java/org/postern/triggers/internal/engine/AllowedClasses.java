package org.postern.triggers.internal.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The Java classes that scripts may use, by exact names: a whole package would let a script write
 * files (java.util.* has logging and Scanner). Guards against accidents; no boundary for hostile
 * code. Immutable.
 */
public final class AllowedClasses {

  private static final Set<String> USUAL = read();

  private final Set<String> names;

  private AllowedClasses(Set<String> names) {
    this.names = names;
  }

  /**
   * The usual ones and these.
   *
   * @param more exact names, as scripts write them
   */
  public static AllowedClasses with(Set<String> more) {
    Set<String> all = new HashSet<>(USUAL);
    more.forEach(name -> all.add(ClassNames.canonical(name)));
    return new AllowedClasses(Set.copyOf(all));
  }

  /** True for a class that scripts may use; {@code name} as scripts write it or as it is today. */
  public boolean contains(String name) {
    return names.contains(ClassNames.canonical(name));
  }

  private static Set<String> read() {
    try (InputStream in = AllowedClasses.class.getResourceAsStream("allowed-classes.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Set<String> names = new HashSet<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          names.add(line.strip());
        }
      }
      return names;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
