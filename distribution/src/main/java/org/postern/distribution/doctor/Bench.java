package org.postern.distribution.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.examination.Finding;
import org.postern.core.examination.Mark;

/** Collects findings, looks each up in the catalogue, and hands it on. One thread. */
final class Bench {

  private final Consumer<DoctorFinding> listener;
  private final List<DoctorFinding> all = new ArrayList<>();
  private Diagnoses catalogue = Diagnoses.builtIn();
  private Optional<String> provider = Optional.empty();

  Bench(Consumer<DoctorFinding> listener) {
    this.listener = listener;
  }

  /** From now on findings are looked up here, as this provider's words. */
  void judgeBy(Diagnoses diagnoses, Optional<String> family) {
    catalogue = diagnoses;
    provider = family;
  }

  void found(Finding finding) {
    found(finding, Optional.empty());
  }

  void found(Finding finding, Fix fix) {
    found(finding, Optional.of(fix));
  }

  void found(Finding finding, Optional<Fix> fix) {
    DoctorFinding judged =
        new DoctorFinding(
            finding,
            finding.evidence().flatMap(evidence -> catalogue.find(evidence.at(provider))),
            fix);
    all.add(judged);
    listener.accept(judged);
  }

  /** True where a fault of this stage was found. */
  boolean fault(String stage) {
    return all.stream()
        .map(DoctorFinding::finding)
        .anyMatch(one -> one.mark() == Mark.FAULT && one.stage().equals(stage));
  }

  boolean anyFault() {
    return all.stream().anyMatch(one -> one.finding().mark() == Mark.FAULT);
  }

  DoctorReport report() {
    return new DoctorReport(all);
  }
}
