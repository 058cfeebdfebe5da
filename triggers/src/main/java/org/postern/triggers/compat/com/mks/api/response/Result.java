package org.postern.triggers.compat.com.mks.api.response;

import org.jspecify.annotations.Nullable;

/** What a command has to say. Immutable. */
public final class Result {

  private final String message;

  /** With these words. */
  public Result(String message) {
    this.message = message;
  }

  /** The words. */
  public String getMessage() {
    return message;
  }

  /** Null: a fixture's answers have none. */
  public @Nullable Field getPrimaryValue() {
    return null;
  }
}
