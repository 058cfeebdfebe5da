package org.postern.testkit;

/** In whose way a token endpoint words its refusals. */
public enum ErrorStyle {
  /** {@code error} and {@code error_description}, as RFC 6749 section 5.2 says. */
  RFC,
  /**
   * With an AADSTS number, {@code error_codes}, {@code timestamp}, {@code trace_id}, {@code
   * correlation_id} and {@code error_uri} (learn.microsoft.com, "Microsoft Entra authentication and
   * authorization error codes").
   */
  MICROSOFT,
  /** Google's texts and, for device logins, its own status codes. */
  GOOGLE
}
