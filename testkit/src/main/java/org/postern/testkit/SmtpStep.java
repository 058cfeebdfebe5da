package org.postern.testkit;

/** A moment of the SMTP dialogue at which the server can be made to react otherwise. */
public enum SmtpStep {
  /** As many bytes as {@link SmtpRule#afterBytes} says have left the server on this connection. */
  OUTPUT,
  /** As many bytes as {@link SmtpRule#afterBytes} says have come on this connection. */
  INPUT,
  /** A TCP connection has come; nothing was sent yet. */
  CONNECT,
  /** The TLS handshake is about to begin, at once (implicit TLS) or after STARTTLS. */
  TLS,
  /** The greeting is due. */
  BANNER,
  /** EHLO has come. */
  EHLO,
  /** HELO has come. */
  HELO,
  /** STARTTLS has come. */
  STARTTLS,
  /** AUTH has come, perhaps with an initial response. */
  AUTH,
  /** A line has come that answers a 334. */
  AUTH_RESPONSE,
  /** MAIL has come. */
  MAIL,
  /** RCPT has come. */
  RCPT,
  /** DATA has come. */
  DATA,
  /** Some bytes of the message have come; see {@link SmtpRule#afterBytes}. */
  BODY,
  /** The final dot has come. */
  FINAL_DOT,
  /** RSET has come. */
  RSET,
  /** NOOP has come. */
  NOOP,
  /** QUIT has come. */
  QUIT
}
