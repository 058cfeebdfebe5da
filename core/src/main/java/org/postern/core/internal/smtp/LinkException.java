package org.postern.core.internal.smtp;

import java.io.IOException;

/** The dialogue cannot go on: no further byte of this connection is to be trusted. */
final class LinkException extends IOException {

  /** In which way the link failed. */
  enum Kind {
    /** Closed or reset. */
    CLOSED,
    /** A time limit ran out. */
    TIMED_OUT,
    /** The server sent what is no SMTP reply, or none that was asked for. */
    GARBLED,
    /** The server sent what looks like TLS where SMTP was expected. */
    TLS_BYTES
  }

  private final Kind kind;

  /** The message is a clause that completes "while …:". */
  LinkException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  LinkException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
