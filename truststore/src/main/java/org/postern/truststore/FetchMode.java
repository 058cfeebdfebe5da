package org.postern.truststore;

/** How TLS begins on the port. */
public enum FetchMode {
  /** implicit on 465 (RFC 8314) and 443, STARTTLS on any other port */
  AUTO,
  /** SMTP in clear first, then STARTTLS (RFC 3207) */
  STARTTLS,
  /** TLS from the first byte */
  IMPLICIT;

  /** {@code AUTO} decided. */
  FetchMode on(int port) {
    if (this != AUTO) {
      return this;
    }
    return port == 465 || port == 443 ? IMPLICIT : STARTTLS;
  }
}
