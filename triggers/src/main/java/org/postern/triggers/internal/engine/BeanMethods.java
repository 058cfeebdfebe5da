package org.postern.triggers.internal.engine;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** The names of what scripts can call of a bean. */
public final class BeanMethods {

  /** What every Java object has, and a script may want of a bean. */
  public static final Set<String> OF_ALL = Set.of("toString", "equals", "hashCode", "getClass");

  private BeanMethods() {}

  /** Those of the bean's own methods, sorted. */
  public static Set<String> names(Class<?> bean) {
    Set<String> all = new TreeSet<>();
    Arrays.stream(bean.getMethods()).forEach(method -> all.add(method.getName()));
    return all;
  }
}
