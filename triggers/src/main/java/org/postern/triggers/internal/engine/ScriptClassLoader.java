package org.postern.triggers.internal.engine;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the classes that scripts name: ours in place of those that would reach the network or the
 * disk by themselves, today's in place of those that have moved. Thread safe; remembers what is not
 * there, since scripts that import packages ask for the same names over and over.
 */
final class ScriptClassLoader extends ClassLoader {

  private final Map<String, Optional<Class<?>>> found = new ConcurrentHashMap<>();
  private final ClassLoader ours = ScriptClassLoader.class.getClassLoader();

  /**
   * @param host where classes are that Postern does not have
   */
  ScriptClassLoader(ClassLoader host) {
    super("trigger scripts", host);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return find(name).orElseThrow(() -> new ClassNotFoundException(name));
  }

  /** The class that a script gets for this name; empty where there is none. */
  Optional<Class<?>> find(String name) {
    Optional<Class<?>> known = found.get(name);
    if (known == null) {
      known = search(name);
      found.put(name, known);
    }
    return known;
  }

  private Optional<Class<?>> search(String name) {
    // the host's own mks API comes before our stand-in for it
    if (name.startsWith("com.mks.")) {
      Optional<Class<?>> real = load(name, getParent());
      if (real.isPresent()) {
        return real;
      }
    }
    for (String candidate : ClassNames.candidates(name)) {
      Optional<Class<?>> there = load(candidate, ours);
      if (there.isPresent()) {
        return there;
      }
    }
    return load(name, getParent());
  }

  private static Optional<Class<?>> load(String name, ClassLoader from) {
    try {
      return Optional.of(Class.forName(name, false, from));
    } catch (ClassNotFoundException | LinkageError absent) {
      return Optional.empty();
    }
  }
}
