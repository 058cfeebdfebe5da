package org.postern.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * A file that is one secret which a program replaces while it runs. While it is open no other
 * thread and no other process has it. The content is encrypted; a plain one, put there by hand, is
 * read too and encrypted when it is replaced. Not thread safe; close it.
 */
public final class KeptSecret implements AutoCloseable {

  private static final Set<PosixFilePermission> OWNER =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path file;
  private final String name;
  private final SecretCodec codec;
  private final FileLock lock;
  private Optional<String> content;

  private KeptSecret(Path file, String name, SecretCodec codec, FileLock lock) throws IOException {
    this.file = file;
    this.name = name;
    this.codec = codec;
    this.lock = lock;
    this.content =
        Files.exists(file)
            ? Optional.of(Files.readString(file, UTF_8).strip())
            : Optional.<String>empty();
  }

  /**
   * Waits until nobody else has it, then reads it.
   *
   * @param file need not exist; its folder must
   * @param name what the secret is bound to
   * @throws CryptoException where it cannot be read, or others may read it; says what to do
   */
  public static KeptSecret open(Path file, String name, SecretCodec codec) {
    Path whole = file.toAbsolutePath().normalize();
    FileLock lock;
    try {
      lock = FileLock.of(whole);
    } catch (IOException e) {
      throw new CryptoException(
          file + " cannot be opened: " + e + "; check that this user may write its folder", e);
    }
    boolean open = false;
    try {
      safe(whole);
      KeptSecret kept = new KeptSecret(whole, name, codec, lock);
      open = true;
      return kept;
    } catch (IOException e) {
      throw new CryptoException(file + " cannot be read: " + e + "; check its rights", e);
    } finally {
      if (!open) {
        release(lock);
      }
    }
  }

  /**
   * As it is now; empty where there is no file, or an empty one.
   *
   * @throws CryptoException where it cannot be decrypted
   */
  public Optional<char[]> secret() {
    return content
        .filter(text -> !text.isEmpty())
        .map(
            text -> SecretCodec.isEncrypted(text) ? codec.decrypt(name, text) : text.toCharArray());
  }

  /**
   * Replaces it, on disk before this returns.
   *
   * @throws CryptoException where it cannot be written; the old one is still there
   */
  public void replace(char[] fresh) {
    String encrypted = codec.encrypt(name, fresh);
    byte[] bytes = (encrypted + "\n").getBytes(US_ASCII);
    try {
      if (Files.exists(file)) {
        AtomicFile.replace(file, bytes);
      } else {
        AtomicFile.create(file, bytes);
      }
    } catch (IOException e) {
      throw new CryptoException(
          file
              + " cannot be written: "
              + e
              + "; check that this user may write it and its folder, and that the disk is not"
              + " full",
          e);
    }
    content = Optional.of(encrypted);
  }

  /** Lets others have it. */
  @Override
  public void close() {
    release(lock);
  }

  private static void release(FileLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new CryptoException("the lock of a secret cannot be released: " + e, e);
    }
  }

  private static void safe(Path file) throws IOException {
    if (Files.exists(file)
        && AtomicFile.posix(file)
        && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw new CryptoException(
          file + " can be read by others, or is no plain file; run: chmod 600 '" + file + "'");
    }
  }
}
