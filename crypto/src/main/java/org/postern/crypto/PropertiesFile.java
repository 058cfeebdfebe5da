package org.postern.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Encrypts chosen values of a property file in place. Every other byte stays: comments, order, line
 * ends, encoding, blanks; so do owner, group and mode. The change is atomic. A symbolic link is
 * followed: its target changes, the link stays. Thread safe, and safe beside other processes.
 */
public final class PropertiesFile {

  private PropertiesFile() {}

  /**
   * Encrypts the values of {@code names} that are plain text or were encrypted with an older key;
   * changes nothing, not even the time stamp, where there is nothing to do.
   *
   * @return what was done to each occurrence, in the order of the file; a name that does not occur
   *     is absent
   * @throws CryptoException where the file cannot be read or replaced, or a value cannot be
   *     decrypted; the file is then as it was
   */
  @SuppressWarnings("try") // the lock is held, not used
  public static List<EncryptedProperty> encrypt(
      Path file, Collection<String> names, SecretCodec codec) {
    try {
      Path target = file.toRealPath();
      try (FileLock ignored = FileLock.of(target)) {
        return encryptLocked(file, target, names, codec);
      }
    } catch (IOException e) {
      throw new CryptoException(
          file
              + " was not changed: "
              + e
              + "; check that this user may write the file and its"
              + " folder, and that the disk is not full",
          e);
    }
  }

  /**
   * The content of a property file without some of its properties; every other byte stays.
   *
   * @param names those that are left out, wherever they occur
   */
  public static byte[] without(byte[] content, Collection<String> names) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream(content.length);
    int copied = 0;
    for (PropertyScanner.Found property : PropertyScanner.scan(content)) {
      if (names.contains(property.key())) {
        rest.write(content, copied, property.lines().from() - copied);
        copied = property.lines().to();
      }
    }
    rest.write(content, copied, content.length - copied);
    return rest.toByteArray();
  }

  private static List<EncryptedProperty> encryptLocked(
      Path file, Path target, Collection<String> names, SecretCodec codec) throws IOException {
    byte[] bytes = Files.readAllBytes(target);
    List<EncryptedProperty> done = new ArrayList<>();
    ByteArrayOutputStream edited = new ByteArrayOutputStream(bytes.length + 256);
    int copied = 0;
    for (PropertyScanner.Found property : PropertyScanner.scan(bytes)) {
      if (!names.contains(property.key())) {
        continue;
      }
      String value = new String(property.value());
      EncryptedProperty.State state = codec.state(property.key(), value);
      done.add(new EncryptedProperty(file, property.line(), property.key(), state));
      if (state.changed()) {
        edited.write(bytes, copied, property.start() - copied);
        edited.writeBytes(codec.encryptAnew(property.key(), value).getBytes(US_ASCII));
        copied = property.end();
      }
    }
    if (copied > 0) {
      edited.write(bytes, copied, bytes.length - copied);
      if (!Arrays.equals(bytes, Files.readAllBytes(target))) {
        throw new IOException("somebody else changed it meanwhile; run the command again");
      }
      AtomicFile.replace(target, edited.toByteArray());
    }
    return done;
  }
}
