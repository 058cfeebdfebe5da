package org.postern.triggers.compat.java.lang;

import org.postern.triggers.internal.run.CurrentRun;

/** What scripts want of a thread: to wait. */
public final class Thread {

  private static final long STEP = 50;

  private Thread() {}

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
