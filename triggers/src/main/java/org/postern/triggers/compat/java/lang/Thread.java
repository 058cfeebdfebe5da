package org.postern.triggers.compat.java.lang;

import org.jspecify.annotations.Nullable;
import org.postern.triggers.internal.run.CurrentRun;

/** What scripts want of a thread: to wait, its name, and to set a class loader for JavaMail. */
public final class Thread {

  private static final long STEP = 50;

  private static final Thread CURRENT = new Thread();

  private Thread() {}

  /** The thread of the run, of which a script can change nothing. */
  public static Thread currentThread() {
    return CURRENT;
  }

  /** As of the JDK. */
  public String getName() {
    return java.lang.Thread.currentThread().getName();
  }

  /** As of the JDK. */
  public long getId() {
    return java.lang.Thread.currentThread().getId();
  }

  /** As of the JDK. */
  public boolean isInterrupted() {
    return java.lang.Thread.currentThread().isInterrupted();
  }

  /** Null: a class loader would lead to every class. */
  public @Nullable Object getContextClassLoader() {
    return null;
  }

  /** Has no effect: JavaMail finds what it needs without it. */
  public void setContextClassLoader(@Nullable Object loader) {
    // scripts do this where JavaMail does not find its handlers of multipart/mixed
  }

  /** Waits, at most until the run's time is over. */
  public static void sleep(long milliseconds) throws InterruptedException {
    long end = java.lang.System.nanoTime() + milliseconds * 1_000_000;
    for (long left = milliseconds; left > 0; ) {
      java.lang.Thread.sleep(Math.min(left, STEP));
      CurrentRun.get().watch().run();
      left = (end - java.lang.System.nanoTime()) / 1_000_000;
    }
  }
}
