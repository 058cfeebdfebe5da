package org.postern.distribution.doctor;

import java.util.List;
import java.util.Optional;
import org.postern.core.examination.Mark;

/**
 * All findings, in the order of the way. Immutable.
 *
 * @param findings with the root of a trouble before what follows from it
 */
public record DoctorReport(List<DoctorFinding> findings) {

  public DoctorReport {
    findings = List.copyOf(findings);
  }

  /** The first fault; empty where there is none. */
  public Optional<DoctorFinding> fault() {
    return first(Mark.FAULT);
  }

  /** The first fault, or, where there is none, the first hint; empty where all is well. */
  public Optional<DoctorFinding> trouble() {
    return fault().or(() -> first(Mark.HINT));
  }

  private Optional<DoctorFinding> first(Mark mark) {
    return findings.stream().filter(one -> one.finding().mark() == mark).findFirst();
  }
}
