package org.postern.triggers.compat.java.security;

import org.jspecify.annotations.Nullable;

/** What scripts once did to have TLS; it has no effect, since Postern brings its own. */
public final class Security {

  private Security() {}

  /** Has no effect. */
  public static int addProvider(Object provider) {
    return -1;
  }

  /** Has no effect. */
  public static void setProperty(String name, String value) {
    // the JVM's properties are shared by all
  }

  /** Null: none is known here. */
  public static @Nullable String getProperty(String name) {
    return null;
  }
}
