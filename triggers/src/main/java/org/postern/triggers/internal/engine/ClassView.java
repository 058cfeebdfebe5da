package org.postern.triggers.internal.engine;

/**
 * What a script sees of a {@link Class}: its name. The class itself would lead to every other one
 * by {@code forName}.
 */
public final class ClassView {

  private final Class<?> type;

  ClassView(Class<?> type) {
    this.type = type;
  }

  /** The name, as scripts know it. */
  public String getName() {
    return ClassNames.canonical(type.getName());
  }

  /** The name without its package. */
  public String getSimpleName() {
    return type.getSimpleName();
  }

  /** True for an array. */
  public boolean isArray() {
    return type.isArray();
  }

  /** True where the object is one of these. */
  public boolean isInstance(Object object) {
    return type.isInstance(object);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassView view && view.type == type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public String toString() {
    return "class " + getName();
  }
}
