package org.postern.core.internal.smtp;

import java.util.Optional;
import org.postern.core.spi.AuthRefusal;

/**
 * The connection, not the mail, was at fault: the same mail goes again at once, on a new
 * connection, and no attempt is counted. Once for each reason.
 */
final class TryAgain extends Exception {

  /** Why. */
  enum Reason {
    /** The server had closed, or had had enough of, a connection that was used before. */
    STALE,
    /** 503: both sides disagree about what came before. */
    OUT_OF_STEP,
    /** 555: the server knows no parameters after all. */
    PARAMETERS_REFUSED,
    /** 530 on a connection that was logged in. */
    LOGIN_ENDED
  }

  private final Reason reason;
  private final transient SmtpFault otherwise;
  private final transient Optional<AuthRefusal> refusal;

  /**
   * @param otherwise the result where this is not the first time
   */
  TryAgain(Reason reason, SmtpFault otherwise) {
    this(reason, otherwise, Optional.empty());
  }

  TryAgain(Reason reason, SmtpFault otherwise, Optional<AuthRefusal> refusal) {
    super(otherwise);
    this.reason = reason;
    this.otherwise = otherwise;
    this.refusal = refusal;
  }

  Reason reason() {
    return reason;
  }

  SmtpFault otherwise() {
    return otherwise;
  }

  Optional<AuthRefusal> refusal() {
    return refusal;
  }
}
