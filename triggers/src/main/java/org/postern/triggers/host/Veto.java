package org.postern.triggers.host;

/**
 * Ends a script at once and refuses the operation that caused the event. Thrown by a bean, for
 * instance by {@code imServerBean.signatureRequired}. An Error, since scripts swallow exceptions.
 */
public final class Veto extends Error {

  /**
   * @param message for the user whose operation is refused; no secret
   */
  public Veto(String message) {
    super(message, null, false, true);
  }
}
