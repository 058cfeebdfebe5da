package org.postern.distribution.watch;

import java.time.Duration;

/**
 * Something that is wrong at this moment. Immutable; holds no secret.
 *
 * @param id what it is, the same each time: {@code route-held}
 * @param severity how bad it is
 * @param text one sentence without its full stop
 * @param remedy what to do, likewise
 * @param after how long it must last before anybody is told
 * @param grade how far it has gone: where it rises, people are told anew; 0 where it has no degrees
 * @param repeats whether it is repeated while it lasts, at its grade
 */
public record Condition(
    String id,
    Severity severity,
    String text,
    String remedy,
    Duration after,
    int grade,
    boolean repeats) {

  /** One without degrees that is told at once and repeated while it lasts. */
  public static Condition error(String id, String text, String remedy) {
    return new Condition(id, Severity.ERROR, text, remedy, Duration.ZERO, 0, true);
  }

  /** As {@link #error}, while mail flows. */
  public static Condition warning(String id, String text, String remedy) {
    return new Condition(id, Severity.WARNING, text, remedy, Duration.ZERO, 0, true);
  }

  /** Told only when it has lasted so long. */
  public Condition lasting(Duration time) {
    return new Condition(id, severity, text, remedy, time, grade, repeats);
  }

  /** Text and remedy as sentences. */
  public static String sentences(String text, String remedy) {
    return capital(text) + (text.endsWith(".") ? " " : ". ") + capital(remedy) + ".";
  }

  private static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** With that grade. */
  public Condition grade(int other) {
    return new Condition(id, severity, text, remedy, after, other, repeats);
  }

  /** Told again only at a higher grade. */
  public Condition toldOnceAGrade() {
    return new Condition(id, severity, text, remedy, after, grade, false);
  }
}
