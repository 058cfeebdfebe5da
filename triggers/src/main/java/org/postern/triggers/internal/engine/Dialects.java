package org.postern.triggers.internal.engine;

import java.util.function.IntFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.EvaluatorException;

/** The languages that scripts are written in: today's, and that of the origin's early days. */
public final class Dialects {

  private Dialects() {}

  /**
   * Reads a script by today's language or, where it is not that, by the old one.
   *
   * @param reader reads it by the language of Rhino's number
   * @throws EvaluatorException what is wrong by today's language, which helps more
   */
  public static <T> T read(IntFunction<T> reader) {
    try {
      return reader.apply(Context.VERSION_ES6);
    } catch (EvaluatorException notToday) {
      try {
        return reader.apply(Context.VERSION_1_8);
      } catch (EvaluatorException never) {
        throw notToday;
      }
    }
  }
}
