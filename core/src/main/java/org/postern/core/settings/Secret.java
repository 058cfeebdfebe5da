package org.postern.core.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A password, client secret or token. Shows itself as {@code ********}; its value comes out only
 * through {@link #reveal()}, at the place where it goes on the wire. Immutable.
 */
public final class Secret {

  private final char[] value;

  private Secret(char[] value) {
    this.value = value;
  }

  /** Copies {@code value}; the caller may clear its array. */
  public static Secret of(char[] value) {
    return new Secret(value.clone());
  }

  /** A secret made of this text. */
  public static Secret of(String value) {
    return new Secret(value.toCharArray());
  }

  /**
   * The value itself: for the wire only, never for a log, an exception or another object's text.
   */
  public String reveal() {
    return new String(value);
  }

  /** True where the value has no characters. */
  public boolean isEmpty() {
    return value.length == 0;
  }

  /** Equal values, compared in a time that does not depend on where they differ. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            reveal().getBytes(StandardCharsets.UTF_8),
            secret.reveal().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** Always the same eight asterisks. */
  @Override
  public String toString() {
    return "********";
  }
}
