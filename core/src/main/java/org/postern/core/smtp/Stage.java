package org.postern.core.smtp;

/** How far the way of one mail had come when it ended (RFC 5321 section 3, RFC 3207, RFC 4954). */
public enum Stage {
  /** The message or its envelope was refused before any connection was used. */
  MESSAGE("before connecting"),
  /** The strategy was asked for credentials (a token endpoint, for instance). */
  CREDENTIALS("getting the credentials"),
  /** The host name was looked up. */
  RESOLVE("looking up the name"),
  /** TCP connections were tried. */
  CONNECT("connecting"),
  /** The server's greeting was awaited. */
  BANNER("at the greeting"),
  /** EHLO or HELO. */
  EHLO("at EHLO"),
  /** The STARTTLS command. */
  STARTTLS("at STARTTLS"),
  /** The TLS handshake and the check of the server's certificate. */
  TLS("in the TLS handshake"),
  /** SASL. */
  AUTH("logging in"),
  /** MAIL FROM. */
  MAIL("at MAIL FROM"),
  /** RCPT TO. */
  RCPT("at RCPT TO"),
  /** The DATA command. */
  DATA("at DATA"),
  /** The message's bytes, before the final dot. */
  BODY("sending the message"),
  /** After the final dot. */
  FINAL_DOT("after the end of the message");

  private final String words;

  Stage(String words) {
    this.words = words;
  }

  /** Where that is, as explanations say it: {@code at MAIL FROM}. */
  public String words() {
    return words;
  }
}
