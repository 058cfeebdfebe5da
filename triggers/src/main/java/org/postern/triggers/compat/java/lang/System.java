package org.postern.triggers.compat.java.lang;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.compat.java.io.PrintStream;
import org.postern.triggers.internal.run.CurrentRun;
import org.slf4j.event.Level;

/** What scripts want of the system: the time, a few harmless properties, a place to print to. */
public final class System {

  private static final String[] HARMLESS = {
    "file.encoding",
    "file.separator",
    "java.version",
    "line.separator",
    "os.name",
    "path.separator",
    "user.timezone"
  };

  /** Prints to the log of the run. */
  public static final PrintStream out = new PrintStream(new Printed(Level.INFO), true, "UTF-8");

  /** Prints to the log of the run. */
  public static final PrintStream err = new PrintStream(new Printed(Level.WARN), true, "UTF-8");

  private System() {}

  /** As of the JDK. */
  public static long currentTimeMillis() {
    return java.lang.System.currentTimeMillis();
  }

  /** As of the JDK. */
  public static long nanoTime() {
    return java.lang.System.nanoTime();
  }

  /** As of the JDK. */
  public static String lineSeparator() {
    return java.lang.System.lineSeparator();
  }

  /** As of the JDK. */
  public static int identityHashCode(@Nullable Object object) {
    return java.lang.System.identityHashCode(object);
  }

  /** As of the JDK. */
  public static void arraycopy(Object from, int at, Object to, int there, int length) {
    java.lang.System.arraycopy(from, at, to, there, length);
  }

  /** A copy of the few that are harmless; what a script changes in it is its own. */
  public static Properties getProperties() {
    Properties copy = new Properties();
    for (String name : HARMLESS) {
      copy.setProperty(name, java.lang.System.getProperty(name, ""));
    }
    return copy;
  }

  /** One of them; null for any other. */
  public static @Nullable String getProperty(String name) {
    return getProperties().getProperty(name);
  }

  /** One of them, or the second argument. */
  public static @Nullable String getProperty(String name, @Nullable String normal) {
    return getProperties().getProperty(name, normal);
  }

  /** Has no effect: the properties are those of the whole server. */
  public static @Nullable String setProperty(String name, String value) {
    CurrentRun.get()
        .log()
        .platform(Level.INFO, "system property " + name + " of the script: not set");
    return null;
  }

  /** Null: scripts do not see the environment. */
  public static @Nullable String getenv(String name) {
    return null;
  }

  /** Empty: scripts do not see the environment. */
  public static Map<String, String> getenv() {
    return Map.of();
  }

  /** Refused: it would end the server. */
  public static void exit(int status) {
    throw new UnsupportedOperationException(
        "System.exit would end the server; use siEnvironmentBean.exit(message)");
  }

  /** Nothing. */
  public static void gc() {
    // the JVM knows better
  }

  /** Hands what is printed to the run on the thread. */
  private static final class Printed extends OutputStream {

    private final Level level;

    Printed(Level level) {
      this.level = level;
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) {
      String text = new String(bytes, start, length, StandardCharsets.UTF_8);
      CurrentRun.find().ifPresent(run -> run.log().printed(level, text));
    }
  }
}
