package org.postern.core.message;

/** A message cannot be made from what was given. The message names the field and the remedy. */
public final class MessageException extends RuntimeException {

  /** What is wrong, in which field, and what to do. */
  public MessageException(String message) {
    super(message);
  }

  /** As above, with the cause. */
  public MessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
