package org.postern.core.spi;

import org.postern.core.settings.Secret;
import org.postern.core.settings.SecretDecoder;

/**
 * Encrypts what a strategy must keep on disk, such as a refresh token that the provider has
 * replaced, and decrypts it again. The bridge to {@code postern-crypto}, or to any other store.
 * Thread safe.
 */
public interface SecretKeeper extends SecretDecoder {

  /** Keeps nothing: reads plain values, and refuses to write. */
  SecretKeeper NONE =
      new SecretKeeper() {
        @Override
        public String encode(String name, Secret secret) {
          throw new IllegalStateException(
              "there is no key ring to encrypt " + name + " with; open the mailer with one");
        }

        @Override
        public Decoded decode(String property, String value) {
          return PLAIN.decode(property, value);
        }
      };

  /**
   * Encrypts.
   *
   * @param name what the secret is; the same name is needed to decrypt it
   * @return one line of text that {@link #decode} reads again
   * @throws IllegalStateException when it cannot; its message says why and what to do
   */
  String encode(String name, Secret secret);
}
