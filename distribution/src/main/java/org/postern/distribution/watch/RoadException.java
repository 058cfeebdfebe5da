package org.postern.distribution.watch;

/** A message did not get through; the message says why and what to do, without a secret. */
public final class RoadException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean again;

  RoadException(String message, boolean again) {
    super(message);
    this.again = again;
  }

  /** Whether the same may work later. */
  public boolean again() {
    return again;
  }
}
