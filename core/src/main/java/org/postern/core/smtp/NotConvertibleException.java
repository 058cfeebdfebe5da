package org.postern.core.smtp;

import java.io.IOException;

/**
 * A message has no form that this server takes and that means the same. The message text says what
 * stands in the way, in a form that follows "it cannot be converted: "; bytes of the mail are
 * escaped in it. Trying again does not help.
 */
public final class NotConvertibleException extends IOException {

  private static final long serialVersionUID = 1;

  /** For that reason. */
  public NotConvertibleException(String reason) {
    super(reason);
  }
}
