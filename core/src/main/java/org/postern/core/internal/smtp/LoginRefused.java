package org.postern.core.internal.smtp;

import java.util.Optional;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;
import org.postern.core.spi.AuthRefusal;

/** The server refused the credentials; others might do. */
final class LoginRefused extends SmtpFault {

  private final transient AuthRefusal refusal;

  LoginRefused(
      Stage stage,
      Verdict verdict,
      SmtpReply reply,
      Optional<String> challenge,
      String explanation) {
    super(stage, verdict, Optional.of(reply), explanation);
    this.refusal = new AuthRefusal(stage, reply, challenge);
  }

  AuthRefusal refusal() {
    return refusal;
  }
}
