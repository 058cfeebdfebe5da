package org.postern.crypto;

import java.nio.file.Path;

/**
 * What was done to one property. Immutable; holds no value.
 *
 * @param file the property file
 * @param line the line on which the property starts, from 1
 * @param property its name
 * @param state what was done
 */
public record EncryptedProperty(Path file, int line, String property, State state) {

  /** What was done to a value. */
  public enum State {
    /** It was plain text and is encrypted now. */
    ENCRYPTED,
    /** It was encrypted with the active key already. */
    ALREADY,
    /** It was encrypted with an older key and is now with the active one. */
    REENCRYPTED,
    /** There is no value. */
    BLANK;

    /** True where the value is another one now. */
    boolean changed() {
      return this == ENCRYPTED || this == REENCRYPTED;
    }
  }
}
