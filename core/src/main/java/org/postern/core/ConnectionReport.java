package org.postern.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;

/**
 * What a probe found, step by step, up to the first fault. Immutable; holds no secret.
 *
 * @param steps what was done, in order; the last one is the fault where there is one
 */
public record ConnectionReport(List<Step> steps) {

  public ConnectionReport {
    steps = List.copyOf(steps);
  }

  /** True where the login worked. */
  public boolean ok() {
    return fault().isEmpty();
  }

  /** The step that failed. */
  public Optional<Step> fault() {
    return steps.stream().filter(step -> step.action() != Action.NONE).findFirst();
  }

  /**
   * One step.
   *
   * @param stage what was tried
   * @param action {@link Action#NONE} where it worked, else what a sender would do
   * @param explanation one sentence: what was seen ("TLSv1.3, certificate of …, valid until …"), or
   *     what is wrong and what to do
   * @param reply the server's reply, where it decided
   * @param took how long it took
   * @param diagnosis the known fault that it is
   */
  public record Step(
      Stage stage,
      Action action,
      String explanation,
      Optional<SmtpReply> reply,
      Duration took,
      Optional<Diagnosis> diagnosis) {}
}
