package org.postern.distribution.faultlab;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.examination.Mark;
import org.postern.distribution.doctor.DoctorFinding;
import org.postern.distribution.doctor.DoctorReport;

/** What a report names. */
final class Named {

  private Named() {}

  /** The diagnoses of the faults; where there is none, those of the hints. */
  static Set<String> by(DoctorReport report) {
    Mark mark = report.fault().isPresent() ? Mark.FAULT : Mark.HINT;
    return report.findings().stream()
        .filter(one -> one.finding().mark() == mark)
        .map(Named::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String id(DoctorFinding one) {
    return one.diagnosis()
        .map(Diagnosis::id)
        .orElseGet(() -> "unknown to the catalogue: " + one.finding().seen());
  }
}
