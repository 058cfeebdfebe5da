package org.postern.core.internal.smtp;

import java.util.Optional;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.diagnosis.Evidence;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;

/**
 * The catalogue, as it serves one route. Immutable.
 *
 * @param catalogue with the rows of plug-ins
 * @param provider whose mail server it is, where that is known
 */
public record KnownFaults(Diagnoses catalogue, Optional<String> provider) {

  /** The built-in rows, for a server of anybody. */
  public static final KnownFaults BUILT_IN = new KnownFaults(Diagnoses.builtIn(), Optional.empty());

  Optional<Diagnosis> of(Stage stage, SmtpReply reply) {
    return catalogue.find(Evidence.of(stage, reply).at(provider));
  }

  /** Of what we ourselves found. */
  public Optional<Diagnosis> said(Stage stage, String text) {
    return catalogue.find(Evidence.said(stage, text).at(provider));
  }
}
