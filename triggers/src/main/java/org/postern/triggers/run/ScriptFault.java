package org.postern.triggers.run;

import java.util.List;
import java.util.OptionalInt;

/**
 * Why a script ended early: a mistake in it, a limit, or what it ran into.
 *
 * @param kind what sort of fault
 * @param message what is wrong and what to do, without a secret
 * @param script file name of the script
 * @param line where, from 1; empty where no line is to blame
 * @param sourceLine the line itself, shortened; "" where it is not known
 * @param stack the calls that led there, the innermost first, as {@code function (script:line)}
 */
public record ScriptFault(
    Kind kind,
    String message,
    String script,
    OptionalInt line,
    String sourceLine,
    List<String> stack) {

  public ScriptFault {
    stack = List.copyOf(stack);
  }

  /** What sort of fault. */
  public enum Kind {
    /** The script cannot be read or is no JavaScript. */
    SYNTAX,
    /** The script made a mistake, or did not catch an error. */
    ERROR,
    /** The script ran into a limit of {@link TriggerLimits}. */
    LIMIT,
    /** The script itself said that its configuration is wrong. */
    CONFIGURATION
  }

  /** {@code notify.js:12: message}. */
  @Override
  public String toString() {
    return script + (line.isPresent() ? ":" + line.getAsInt() : "") + ": " + message;
  }
}
