package org.postern.spool;

import java.io.IOException;

/**
 * The bytes of a mail are not those that came in, or are gone: to read them again does not help.
 * The message says which mail and what to do.
 */
public final class DamagedMailException extends IOException {

  /** As said above. */
  public DamagedMailException(String message) {
    super(message);
  }
}
