package org.postern.relay;

/** What of a mail is made to name the account it leaves by. */
public enum RewriteSender {
  /** Nothing. */
  NONE,
  /** MAIL FROM; the header stays as it is. */
  ENVELOPE,
  /** MAIL FROM, and From of the header, whose author is kept in Reply-To where there is none. */
  ACCOUNT
}
