package org.postern.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Encrypts a file that is one secret as a whole: a key file, for instance. Owner, group and mode
 * stay; the change is atomic; a symbolic link is followed. Thread safe, and safe beside other
 * processes.
 */
public final class SecretFile {

  private SecretFile() {}

  /**
   * Encrypts the file where it stands, when it is plain text or was encrypted with an older key;
   * blanks and line ends at its end are no part of the secret.
   *
   * @param property the name that the secret is bound to: that of the setting that names the file
   * @return what was done
   * @throws CryptoException where the file cannot be read or replaced, or cannot be decrypted; it
   *     is then as it was
   */
  @SuppressWarnings("try") // the lock is held, not used
  public static EncryptedProperty.State encrypt(Path file, String property, SecretCodec codec) {
    try {
      Path target = file.toRealPath();
      try (FileLock ignored = FileLock.of(target)) {
        return encryptLocked(target, property, codec);
      }
    } catch (IOException e) {
      throw new CryptoException(
          file
              + " was not changed: "
              + e
              + "; check that it is a text, that this user may write it and its folder, and that"
              + " the disk is not full",
          e);
    }
  }

  private static EncryptedProperty.State encryptLocked(
      Path target, String property, SecretCodec codec) throws IOException {
    String content = Files.readString(target, UTF_8).stripTrailing();
    EncryptedProperty.State state = codec.state(property, content);
    if (state.changed()) {
      AtomicFile.replace(target, (codec.encryptAnew(property, content) + "\n").getBytes(US_ASCII));
    }
    return state;
  }
}
