package org.postern.spool;

/**
 * The store does not do its part. The message says what, where and what to do next. Nothing that
 * was committed is lost.
 */
public final class SpoolException extends RuntimeException {

  /** What kind of fault, for whoever must answer a client (RFC 5321 452 or 451). */
  public enum Kind {
    /** The disk, or the quota, is full: 452. */
    FULL,
    /** Read-only, unreadable or damaged: 451. */
    UNUSABLE,
    /** Locked or overloaded for longer than is sensible; may pass by itself: 451. */
    BUSY,
    /** Made by a newer version: it is not touched. */
    NEWER_SCHEMA,
    /** There is no spool where one is looked for: 451. */
    ABSENT,
    /** Another server has this spool. */
    IN_USE,
    /** The lease ended and somebody else has the mail. */
    LEASE_LOST
  }

  private final Kind kind;

  /** As said above. */
  public SpoolException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** As said above. */
  public SpoolException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What kind of fault. */
  public Kind kind() {
    return kind;
  }
}
