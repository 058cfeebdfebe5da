package org.postern.core.internal.smtp;

import java.io.IOException;

/** The message itself must not be sent as it is. The message says why. */
final class BodyFault extends IOException {

  BodyFault(String message) {
    super(message);
  }
}
