package org.postern.distribution.cli;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.postern.core.examination.Finding;
import org.postern.distribution.doctor.DoctorFinding;

/** A finding as `postern doctor` prints it. */
public final class Printed {

  private Printed() {}

  /**
   * Its lines, without the time that it took.
   *
   * @param words changes what was seen, such as the name of a server, before it is wrapped
   */
  public static String of(DoctorFinding judged, UnaryOperator<String> words) {
    Finding was = judged.finding();
    Finding shown =
        new Finding(
            was.mark(),
            was.stage(),
            was.name(),
            words.apply(was.seen()),
            was.details().stream().map(words).toList(),
            was.evidence(),
            was.peer(),
            Duration.ZERO);
    DoctorFinding untimed = new DoctorFinding(shown, judged.diagnosis(), judged.fix());
    return String.join("\n", StepLines.of(untimed, false)).replaceFirst("\\s+\\(0\\s+ms\\)", "");
  }
}
