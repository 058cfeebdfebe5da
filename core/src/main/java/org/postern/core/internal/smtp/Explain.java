package org.postern.core.internal.smtp;

import org.postern.core.smtp.Stage;

/** The words for where on its way a mail was. */
final class Explain {

  private Explain() {}

  /** {@code mail.example.com:587, at MAIL FROM: }. */
  static String at(Stage stage, Route route) {
    return route + ", " + words(stage) + ": ";
  }

  private static String words(Stage stage) {
    return switch (stage) {
      case MESSAGE -> "before connecting";
      case CREDENTIALS -> "getting the credentials";
      case RESOLVE -> "looking up the name";
      case CONNECT -> "connecting";
      case BANNER -> "at the greeting";
      case EHLO -> "at EHLO";
      case STARTTLS -> "at STARTTLS";
      case TLS -> "in the TLS handshake";
      case AUTH -> "logging in";
      case MAIL -> "at MAIL FROM";
      case RCPT -> "at RCPT TO";
      case DATA -> "at DATA";
      case BODY -> "sending the message";
      case FINAL_DOT -> "after the end of the message";
    };
  }
}
