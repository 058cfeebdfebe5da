package org.postern.triggers.internal.run;

import org.mozilla.javascript.EvaluatorException;
import org.mozilla.javascript.RhinoException;

/** How a script ends itself: an Error, since scripts swallow exceptions. */
public final class ScriptEnd extends Error {

  private final Kind kind;
  private final transient RhinoException place;

  /**
   * @param message what the script said; "" where it said nothing
   */
  public ScriptEnd(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
    this.place = new EvaluatorException(message); // knows the line where a script runs here
  }

  /** Where in the script. */
  public RhinoException place() {
    return place;
  }

  /** In which way. */
  public Kind kind() {
    return kind;
  }

  /** In which way a script ends itself. */
  public enum Kind {
    /** All is well. */
    LEFT,
    /** The operation is refused. */
    VETOED,
    /** The script's configuration is wrong. */
    CONFIGURATION
  }
}
