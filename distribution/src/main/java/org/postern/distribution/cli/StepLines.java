package org.postern.distribution.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.examination.Finding;
import org.postern.core.examination.Mark;
import org.postern.distribution.doctor.DoctorFinding;

/** The lines of a step: a mark, its name, what was seen, how long it took, and what it means. */
final class StepLines {

  private static final String INDENT = "    ";

  private StepLines() {}

  /** One step, wrapped. */
  static String line(Mark mark, String name, String seen, Duration took) {
    String time = mark == Mark.NOT_LOOKED_AT ? "" : " (" + took.toMillis() + " ms)";
    return Wrapped.text(sign(mark) + " " + name + ": " + LogLayout.escaped(seen) + time, INDENT);
  }

  /**
   * A finding, with its details and its diagnosis.
   *
   * @param explained true where the same diagnosis was shown before
   */
  static List<String> of(DoctorFinding judged, boolean explained) {
    Finding finding = judged.finding();
    List<String> lines = new ArrayList<>();
    lines.add(line(finding.mark(), finding.name(), seen(judged), finding.took()));
    finding.details().forEach(detail -> lines.addAll(detail(detail)));
    if (finding.mark() == Mark.FAULT || finding.mark() == Mark.HINT) {
      judged
          .diagnosis()
          .ifPresentOrElse(
              known -> diagnosis(lines, known, explained),
              () ->
                  lines.add(
                      Wrapped.text(
                          INDENT
                              + "The catalogue of diagnoses has no row for this: what you see is"
                              + " all that is known.",
                          INDENT)));
    }
    return lines;
  }

  /** A fingerprint is broken in two, as `postern truststore` shows it. */
  private static List<String> detail(String detail) {
    String label = "SHA-256 ";
    if (detail.startsWith(label) && detail.length() == label.length() + 95) {
      String first = detail.substring(0, label.length() + 48);
      return List.of(
          INDENT + first, INDENT + " ".repeat(label.length()) + detail.substring(first.length()));
    }
    return List.of(Wrapped.text(INDENT + LogLayout.escaped(detail), INDENT + "  "));
  }

  /** Explanations end with the remedy, which stands below anyway. */
  private static String seen(DoctorFinding judged) {
    String whole = judged.finding().seen();
    if (judged.diagnosis().isEmpty()) {
      return whole;
    }
    Diagnosis known = judged.diagnosis().get();
    for (String advice : List.of(known.meaning() + " " + known.remedy(), known.remedy())) {
      if (whole.endsWith("; " + advice)) {
        return whole.substring(0, whole.length() - advice.length() - 2);
      }
    }
    return whole;
  }

  private static void diagnosis(List<String> lines, Diagnosis known, boolean explained) {
    if (explained) {
      lines.add(INDENT + "As above: " + known.id());
      return;
    }
    labelled(lines, "Means: ", known.meaning());
    labelled(lines, "Why:   ", known.why());
    labelled(lines, "Do:    ", known.remedy());
    labelled(lines, "For:   ", known.audience() + " [" + known.id() + "]");
  }

  private static void labelled(List<String> lines, String label, String text) {
    lines.add(Wrapped.text(INDENT + label + text, INDENT + " ".repeat(label.length())));
  }

  private static String sign(Mark mark) {
    return switch (mark) {
      case GOOD -> "✓";
      case HINT -> "!";
      case FAULT -> "✗";
      case NOT_LOOKED_AT -> "–";
    };
  }
}
