package org.postern.relay.internal.listen;

/**
 * One reply of one line (RFC 5321 section 4.2) with its enhanced code (RFC 2034).
 *
 * @param status "" for the few replies that have none: 220, 334, 354, and those to EHLO and HELO
 */
record Reply(int code, String status, String text) {

  static final Reply OK = new Reply(250, "2.0.0", "Ok");

  /** True where the client is at fault, or is told to go: it counts towards its errors. */
  boolean refusal() {
    return code >= 500;
  }

  /** Its one line, without line end. */
  String line() {
    return code + " " + (status.isEmpty() ? "" : status + " ") + text;
  }

  /** As a refusal is logged. */
  @Override
  public String toString() {
    return line();
  }
}
