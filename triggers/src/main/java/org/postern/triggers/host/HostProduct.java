package org.postern.triggers.host;

/** The product whose events run scripts. Thread safe: many sessions at once. */
public interface HostProduct {

  /** The server that scripts are told about. No I/O. */
  HostEnvironment environment();

  /**
   * Begins what one run of a script sees. Two sessions never see each other's changes.
   *
   * @throws IllegalStateException when the product has nothing for this event; the message goes to
   *     the administrator as it is
   */
  HostSession begin(TriggerEvent event);
}
