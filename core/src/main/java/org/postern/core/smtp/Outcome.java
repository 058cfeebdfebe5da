package org.postern.core.smtp;

/** What became of the mail for one recipient. */
public enum Outcome {
  /**
   * The server answered the end of the message with 2yz: the responsibility is the server's now.
   * Accepted is not delivered (RFC 5321 section 4.2.5).
   */
  ACCEPTED,
  /** Not sent, for a reason that may pass; {@link Action} says what to do meanwhile. */
  DEFERRED,
  /** The server or the message's own form forbids it: the same mail will fail again. */
  REJECTED,
  /**
   * The link ended after the final dot was sent and before its reply came (RFC 1047): the server
   * may have the message. Sending again may produce a second copy.
   */
  UNCONFIRMED
}
