package org.postern.relay.internal.users;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.postern.core.settings.Secret;

/**
 * PBKDF2 (RFC 8018) with HMAC-SHA-256 and a salt of its own for each user, written as {@code
 * pbkdf2-sha256$iterations$salt$hash}. Immutable.
 */
record PasswordHash(int iterations, byte[] salt, byte[] hash) {

  private static final String SCHEME = "pbkdf2-sha256";
  private static final int ITERATIONS = 600_000;
  private static final int MOST_ITERATIONS = 10_000_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** With a fresh salt. */
  static PasswordHash of(Secret password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return new PasswordHash(ITERATIONS, salt, derived(password, salt, ITERATIONS));
  }

  /** One that takes as long to compare, and that no password is known for. */
  static PasswordHash nobodys() {
    return new PasswordHash(ITERATIONS, new byte[SALT_BYTES], new byte[HASH_BYTES]);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException where it is nothing of that kind
   */
  static PasswordHash parse(String text) {
    String[] parts = text.split("\\$", -1);
    if (parts.length == 4 && parts[0].equals(SCHEME) && parts[1].matches("\\d{1,8}")) {
      int iterations = Integer.parseInt(parts[1]);
      byte[] salt = Base64.getDecoder().decode(parts[2]);
      byte[] hash = Base64.getDecoder().decode(parts[3]);
      if (iterations > 0
          && iterations <= MOST_ITERATIONS
          && salt.length > 0
          && hash.length == HASH_BYTES) {
        return new PasswordHash(iterations, salt, hash);
      }
    }
    throw new IllegalArgumentException("not a hash as `postern relay user add` writes it");
  }

  /** Compares in a time that does not depend on where they differ. */
  boolean matches(Secret password) {
    return MessageDigest.isEqual(hash, derived(password, salt, iterations));
  }

  private static byte[] derived(Secret password, byte[] salt, int iterations) {
    try {
      // the JDK's own conversion of characters knows ASCII best: base64 of the UTF-8 is that
      byte[] utf8 = password.reveal().getBytes(StandardCharsets.UTF_8);
      char[] characters = Base64.getEncoder().encodeToString(utf8).toCharArray();
      PBEKeySpec spec = new PBEKeySpec(characters, salt, iterations, HASH_BYTES * 8);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has PBKDF2", impossible);
    }
  }

  /** For the file; tells the password to nobody, and yet belongs in no log. */
  @Override
  public String toString() {
    Base64.Encoder base64 = Base64.getEncoder();
    return SCHEME
        + "$"
        + iterations
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }
}
