package org.postern.core.examination;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.core.diagnosis.Evidence;

/**
 * One step of an examination and what was seen. Immutable; holds no secret.
 *
 * @param mark what became of it
 * @param stage where on the way: a stage's name as in {@link Evidence}
 * @param name the step's name, a few words
 * @param seen one sentence: what was seen, what is wrong, or why it was not looked at
 * @param details further lines, such as the certificates of a chain; may be empty
 * @param evidence what a catalogue of diagnoses can judge; empty where nothing is wrong
 * @param peer the server whose certificates were looked at; empty for all other steps
 * @param took how long it took
 */
public record Finding(
    Mark mark,
    String stage,
    String name,
    String seen,
    List<String> details,
    Optional<Evidence> evidence,
    Optional<TlsPeer> peer,
    Duration took) {

  public Finding {
    details = List.copyOf(details);
  }

  /** All is well there. */
  public static Finding good(String stage, String name, String seen) {
    return of(Mark.GOOD, stage, name, seen, Optional.empty());
  }

  /** Something that somebody should know, in our own words. */
  public static Finding hint(String stage, String name, String seen) {
    return hint(stage, name, seen, Evidence.said(stage, seen));
  }

  /** Something that somebody should know, which another's words show. */
  public static Finding hint(String stage, String name, String seen, Evidence evidence) {
    return of(Mark.HINT, stage, name, seen, Optional.of(evidence));
  }

  /** A fault, in our own words. */
  public static Finding fault(String stage, String name, String seen) {
    return fault(stage, name, seen, Evidence.said(stage, seen));
  }

  /** A fault that another's words show. */
  public static Finding fault(String stage, String name, String seen, Evidence evidence) {
    return of(Mark.FAULT, stage, name, seen, Optional.of(evidence));
  }

  /** What an earlier fault is in the way of: {@code why} completes "not looked at, because …". */
  public static Finding notLookedAt(String stage, String name, String why) {
    return of(Mark.NOT_LOOKED_AT, stage, name, "not looked at, because " + why, Optional.empty());
  }

  /** The same with these lines below it. */
  public Finding with(List<String> lines) {
    return new Finding(mark, stage, name, seen, lines, evidence, peer, took);
  }

  /** The same, about this server's certificates. */
  public Finding about(TlsPeer server) {
    return new Finding(mark, stage, name, seen, details, evidence, Optional.of(server), took);
  }

  /** The same with the time that it took. */
  public Finding after(Duration time) {
    return new Finding(mark, stage, name, seen, details, evidence, peer, time);
  }

  private static Finding of(
      Mark mark, String stage, String name, String seen, Optional<Evidence> evidence) {
    return new Finding(
        mark, stage, name, seen, List.of(), evidence, Optional.empty(), Duration.ZERO);
  }
}
