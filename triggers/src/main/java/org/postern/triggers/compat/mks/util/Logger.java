package org.postern.triggers.compat.mks.util;

import org.jspecify.annotations.Nullable;
import org.postern.triggers.internal.run.CurrentRun;
import org.postern.triggers.internal.run.RunLog;

/** The logger of the origin product: its lines go to the log of the run. */
public final class Logger {

  private Logger() {}

  /** A line. */
  public static void message(@Nullable String text) {
    message(CurrentRun.get().log().category(), 5, text);
  }

  /** A line in a category. */
  public static void message(String category, @Nullable String text) {
    message(category, 5, text);
  }

  /** A line in a category, with a level of the origin: the higher, the less it matters. */
  public static void message(String category, int level, @Nullable String text) {
    CurrentRun.get().log().script(RunLog.level(level), category, String.valueOf(text));
  }

  /** An exception as a line. */
  public static void exception(@Nullable Object thrown) {
    message(CurrentRun.get().log().category(), 0, String.valueOf(thrown));
  }

  /** An exception as a line, in a category. */
  public static void exception(String category, int level, @Nullable Object thrown) {
    message(category, level, String.valueOf(thrown));
  }

  /** True: every category is logged. */
  public static boolean isCategoryOn(String category) {
    return true;
  }
}
