package org.postern.core.settings;

/**
 * Turns the value of a secret setting, as it stands in the file, into the secret. The bridge to
 * {@code postern-crypto}, or to any other store. Called once for each secret setting while the
 * settings are read. Thread safe.
 */
@FunctionalInterface
public interface SecretDecoder {

  /** Takes every value as it stands. */
  SecretDecoder PLAIN = (property, value) -> new Decoded(Secret.of(value), false);

  /**
   * Decodes one value.
   *
   * @param property the name of the property that holds the value
   * @param value the value, not blank
   * @return the secret, and whether it was encrypted in the file
   * @throws IllegalArgumentException when it is encrypted and cannot be decrypted; its message says
   *     why and what to do, without the value
   */
  Decoded decode(String property, String value);

  /**
   * A decoded secret.
   *
   * @param secret the secret
   * @param encrypted false where the file holds it in plain text, which is worth a warning
   */
  record Decoded(Secret secret, boolean encrypted) {}
}
