package org.postern.distribution.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.examination.Finding;
import org.postern.core.examination.Mark;

/** Collects findings, looks each up in the catalogue, and hands it on. One thread. */
final class Bench {

  private static final Set<String> PASTED_BADLY =
      Set.of("secrets.in-quotes", "secrets.blank-at-its-ends");
  private static final Set<String> SECRET_REFUSED =
      Set.of(
          "auth.credentials-refused",
          "google.bad-credentials",
          "m365.login-refused",
          "token.invalid-client",
          "token.unauthorized-client",
          "entra.wrong-secret");

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
    DoctorFinding judged = new DoctorFinding(finding, diagnosis(finding), fix);
    all.add(judged);
    listener.accept(judged);
  }

  /** A secret that was pasted badly explains why it is refused better than the refusal does. */
  private Optional<Diagnosis> diagnosis(Finding finding) {
    Optional<Diagnosis> known =
        finding.evidence().flatMap(evidence -> catalogue.find(evidence.at(provider)));
    if (finding.mark() != Mark.FAULT || known.filter(Bench::secretRefused).isEmpty()) {
      return known;
    }
    return all.stream()
        .map(DoctorFinding::diagnosis)
        .flatMap(Optional::stream)
        .filter(earlier -> PASTED_BADLY.contains(earlier.id()))
        .findFirst()
        .or(() -> known);
  }

  private static boolean secretRefused(Diagnosis known) {
    return SECRET_REFUSED.contains(known.id());
  }

  boolean anyFault() {
    return all.stream().anyMatch(one -> one.finding().mark() == Mark.FAULT);
  }

  DoctorReport report() {
    return new DoctorReport(all);
  }
}
