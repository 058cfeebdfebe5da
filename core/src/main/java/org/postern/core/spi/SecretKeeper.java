package org.postern.core.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SecretDecoder;

/**
 * Keeps, encrypted on disk, what a strategy gets at run time and must not lose, such as a refresh
 * token that the provider has replaced. The bridge to {@code postern-crypto}, or to any other
 * store. Thread safe.
 */
public interface SecretKeeper extends SecretDecoder {

  /** Keeps nothing: reads plain values of settings, and refuses to keep any. */
  SecretKeeper NONE =
      new SecretKeeper() {
        @Override
        public Kept open(Path file, String name) throws IOException {
          throw new IOException(
              file
                  + " is not kept: there is no key ring to encrypt it with; open the mailer with a"
                  + " SecretKeeper");
        }

        @Override
        public Decoded decode(String property, String value) {
          return PLAIN.decode(property, value);
        }
      };

  /**
   * Opens a file that is one secret; nobody else, thread or process, has it until it is closed.
   * Waits for whoever has it.
   *
   * @param file need not exist; its folder must
   * @param name what the secret is; the same name is needed to decrypt it
   * @throws IOException where it cannot be read, is open to others or cannot be decrypted; its
   *     message says why and what to do, without the secret
   */
  Kept open(Path file, String name) throws IOException;

  /** A secret of one's own for a while. Not thread safe. */
  interface Kept extends AutoCloseable {

    /** As the file has it; empty where there is no file. */
    Optional<Secret> secret();

    /**
     * Replaces it: when this returns the fresh one is on disk, encrypted and readable by this user
     * only, and would survive a power cut. A crash at any moment leaves the one or the other whole.
     *
     * @throws IOException where it cannot be written; the old one is still there
     */
    void replace(Secret fresh) throws IOException;

    /** Lets others have it. */
    @Override
    void close() throws IOException;
  }
}
