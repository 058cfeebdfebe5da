package org.postern.core.smtp;

/** How far the way of one mail had come when it ended (RFC 5321 section 3, RFC 3207, RFC 4954). */
public enum Stage {
  /** The message or its envelope was refused before any connection was used. */
  MESSAGE,
  /** The strategy was asked for credentials (a token endpoint, for instance). */
  CREDENTIALS,
  /** The host name was looked up. */
  RESOLVE,
  /** TCP connections were tried. */
  CONNECT,
  /** The server's greeting was awaited. */
  BANNER,
  /** EHLO or HELO. */
  EHLO,
  /** The STARTTLS command. */
  STARTTLS,
  /** The TLS handshake and the check of the server's certificate. */
  TLS,
  /** SASL. */
  AUTH,
  /** MAIL FROM. */
  MAIL,
  /** RCPT TO. */
  RCPT,
  /** The DATA command. */
  DATA,
  /** The message's bytes, before the final dot. */
  BODY,
  /** After the final dot. */
  FINAL_DOT
}
