package org.postern.triggers.internal.run;

/** Ends a script past all its catches: Rhino lets no script catch an Error. */
public final class LimitReached extends Error {

  /**
   * @param message what was reached and what to do
   */
  public LimitReached(String message) {
    super(message, null, false, true);
  }
}
