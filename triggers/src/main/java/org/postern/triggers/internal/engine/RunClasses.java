package org.postern.triggers.internal.engine;

import java.util.Set;
import java.util.regex.Pattern;
import org.mozilla.javascript.ClassShutter;
import org.postern.triggers.beans.Described;

/** The classes of one run: the allowed ones, beans, exceptions, and what the host brought. */
final class RunClasses implements ClassShutter {

  /** What Rhino calls the classes that JavaAdapter makes. */
  private static final Pattern ADAPTER = Pattern.compile("adapter\\d+");

  /** What Rhino's {@code Iterator(collection)} gives to loops of the old dialect. */
  private static final String ITERATOR =
      "org.mozilla.javascript.NativeIterator$WrappedJavaIterator";

  private final AllowedClasses allowed;
  private final ScriptClassLoader loader;
  private final Set<Class<?>> hosts;

  /**
   * @param hosts classes of beans that the host product brought of its own; may grow
   */
  RunClasses(AllowedClasses allowed, ScriptClassLoader loader, Set<Class<?>> hosts) {
    this.allowed = allowed;
    this.loader = loader;
    this.hosts = hosts;
  }

  @Override
  public boolean visibleToScripts(String name) {
    return name.startsWith("[") // an array shows its length and its elements alone
        || allowed.contains(name)
        || name.equals(ClassView.class.getName())
        || name.equals(Bsf.class.getName())
        || name.equals(ITERATOR)
        || ADAPTER.matcher(name).matches()
        || hosts.stream().anyMatch(type -> type.getName().equals(name))
        // a package is asked for as well: what has no capital in its last part is one
        || Character.isUpperCase(name.charAt(name.lastIndexOf('.') + 1))
            && loader.find(name).filter(RunClasses::harmless).isPresent();
  }

  private static boolean harmless(Class<?> type) {
    return type.isAnnotationPresent(Described.class) || Throwable.class.isAssignableFrom(type);
  }

  boolean visible(Class<?> type) {
    return visibleToScripts(type.getName()) || harmless(type);
  }
}
