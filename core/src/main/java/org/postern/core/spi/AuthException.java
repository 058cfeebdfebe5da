package org.postern.core.spi;

import java.time.Duration;
import java.util.Optional;

/** Credentials cannot be had. The message is for an administrator and holds no secret. */
public final class AuthException extends Exception {

  private final boolean permanent;
  private final transient Optional<Duration> retryAfter;

  private AuthException(
      String message, boolean permanent, Optional<Duration> retryAfter, Throwable cause) {
    super(message, cause);
    this.permanent = permanent;
    this.retryAfter = retryAfter;
  }

  /** A cause that may pass by itself: network, 5xx, throttling. */
  public static AuthException temporary(
      String message, Optional<Duration> retryAfter, Throwable cause) {
    return new AuthException(message, false, retryAfter, cause);
  }

  /** A cause that a person must mend: {@code invalid_client}, a wrong scope. The mail waits. */
  public static AuthException permanent(String message, Throwable cause) {
    return new AuthException(message, true, Optional.empty(), cause);
  }

  /** True where a person must act; false where time may help. */
  public boolean permanent() {
    return permanent;
  }

  /** How long the other side asked to wait, bounded by the strategy. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
