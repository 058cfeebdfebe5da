package org.postern.core.settings;

/** How the connection to the mail server is protected. There is no opportunistic mode. */
public enum TlsMode {
  /** No TLS at all. */
  NONE,
  /** STARTTLS is required (RFC 3207); without it nothing but QUIT is sent. */
  STARTTLS,
  /** TLS from the first byte (RFC 8314 section 3.3). */
  IMPLICIT
}
