package org.postern.core.internal.smtp;

import org.postern.core.smtp.Stage;

/** The words for where on its way a mail was. */
final class Explain {

  private Explain() {}

  /** {@code mail.example.com:587, at MAIL FROM: }. */
  static String at(Stage stage, Route route) {
    return route + ", " + stage.words() + ": ";
  }
}
