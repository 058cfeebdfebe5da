package org.postern.triggers.internal.run;

import org.mozilla.javascript.EvaluatorException;
import org.mozilla.javascript.RhinoException;

/** Ends a script past all its catches: Rhino lets no script catch an Error. */
public final class LimitReached extends Error {

  private final transient RhinoException place;

  /**
   * @param message what was reached and what to do
   */
  public LimitReached(String message) {
    super(message, null, false, true);
    this.place = new EvaluatorException(message); // knows the line where a script runs here
  }

  /** Where in the script. */
  public RhinoException place() {
    return place;
  }
}
