package org.postern.triggers.compat.com.mks.api.response;

/** A command that failed. */
public class APIException extends Exception {

  /** With these words. */
  public APIException(String message) {
    super(message);
  }

  /** What a program tells it by. */
  public String getExceptionId() {
    return getClass().getSimpleName();
  }
}
