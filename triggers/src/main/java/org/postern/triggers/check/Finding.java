package org.postern.triggers.check;

/**
 * Something about a script that its owner should know.
 *
 * @param level how grave it is
 * @param line where, from 1; 0 for the script as a whole
 * @param message what it is and what to do; never a password, even where the script holds one
 */
public record Finding(Level level, int line, String message) {

  /** How grave a finding is. */
  public enum Level {
    /** It will not work. */
    ERROR,
    /** It will fail at times, or is a danger. */
    WARNING,
    /** It works, in another way than it reads. */
    NOTE
  }
}
