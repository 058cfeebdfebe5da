package org.postern.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and decrypts single values: {@code ENC[1.KEYID.DATA]}, where DATA is base64url of a
 * random 96-bit nonce, the cipher text and the 128-bit tag of AES-256-GCM. Version, key id and
 * property name are authenticated too, so a value moved to another property fails. The form needs
 * no escape in a property file. Thread safe.
 */
public final class SecretCodec {

  private static final String START = "ENC[";
  private static final Pattern ENVELOPE =
      Pattern.compile("ENC\\[1\\.(k[0-9a-f]{8})\\.([A-Za-z0-9_-]+)]");
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyRing ring;

  /** A codec that encrypts with the ring's active key and decrypts with any of its keys. */
  public SecretCodec(KeyRing ring) {
    this.ring = ring;
  }

  /** True where the value is meant to be encrypted, even if it turns out to be damaged. */
  public static boolean isEncrypted(String value) {
    return value.startsWith(START);
  }

  /** Encrypts; the same secret gives another text each time. */
  public String encrypt(String property, char[] secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] plain = bytes(secret);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, property, ring.activeId(), nonce).doFinal(plain);
      byte[] data =
          ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
      return START
          + "1."
          + ring.activeId()
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(data)
          + "]";
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * Decrypts.
   *
   * @throws CryptoException naming the property where the value is no envelope, its key is missing,
   *     it was changed, or it was made for another property
   */
  public char[] decrypt(String property, String value) {
    Matcher envelope = ENVELOPE.matcher(value);
    if (!envelope.matches()) {
      throw new CryptoException(
          property
              + ": the encrypted value is not whole; enter the secret again and run `postern"
              + " encrypt`");
    }
    String keyId = envelope.group(1);
    if (ring.key(keyId).isEmpty()) {
      throw new CryptoException(
          property
              + ": it was encrypted with key "
              + keyId
              + ", which is not in the key ring "
              + ring.file()
              + "; restore that ring, or enter the secret again and run `postern"
              + " encrypt`");
    }
    byte[] plain = open(property, keyId, envelope.group(2));
    try {
      CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(plain));
      return Arrays.copyOf(chars.array(), chars.length());
    } catch (CharacterCodingException impossible) {
      throw changed(property, impossible);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * What {@link #encryptAnew} is to do to a value; one that cannot be decrypted is to be known now,
   * so it is read even where nothing is to do.
   *
   * @throws CryptoException as {@link #decrypt}
   */
  EncryptedProperty.State state(String property, String value) {
    if (value.isBlank()) {
      return EncryptedProperty.State.BLANK;
    }
    if (!isEncrypted(value)) {
      return EncryptedProperty.State.ENCRYPTED;
    }
    decrypt(property, value);
    return keyId(value).equals(activeId())
        ? EncryptedProperty.State.ALREADY
        : EncryptedProperty.State.REENCRYPTED;
  }

  /**
   * Encrypts with the active key, whether the value is plain text or encrypted with an older one.
   */
  String encryptAnew(String property, String value) {
    return encrypt(property, isEncrypted(value) ? decrypt(property, value) : value.toCharArray());
  }

  /** The id of the key that a whole envelope names; "" for any other text. */
  private static String keyId(String value) {
    Matcher envelope = ENVELOPE.matcher(value);
    return envelope.matches() ? envelope.group(1) : "";
  }

  String activeId() {
    return ring.activeId();
  }

  private byte[] open(String property, String keyId, String base64) {
    try {
      byte[] data = Base64.getUrlDecoder().decode(base64);
      // one text for one value: the unused bits of the last character must be zero
      boolean canonical =
          Base64.getUrlEncoder().withoutPadding().encodeToString(data).equals(base64);
      if (!canonical || data.length < NONCE_BYTES + TAG_BITS / 8) {
        throw changed(property, null);
      }
      byte[] nonce = Arrays.copyOf(data, NONCE_BYTES);
      return cipher(Cipher.DECRYPT_MODE, property, keyId, nonce)
          .doFinal(data, NONCE_BYTES, data.length - NONCE_BYTES);
    } catch (GeneralSecurityException | IllegalArgumentException refused) {
      throw changed(property, refused);
    }
  }

  private Cipher cipher(int mode, String property, String keyId, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    SecretKeySpec key = new SecretKeySpec(ring.key(keyId).orElseThrow(), "AES");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    byte[] name = property.getBytes(StandardCharsets.UTF_8);
    byte[] id = keyId.getBytes(StandardCharsets.US_ASCII);
    cipher.updateAAD(
        ByteBuffer.allocate(1 + 4 + id.length + 4 + name.length)
            .put((byte) 1)
            .putInt(id.length)
            .put(id)
            .putInt(name.length)
            .put(name)
            .array());
    return cipher;
  }

  private static byte[] bytes(char[] secret) {
    ByteBuffer buffer = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
    byte[] bytes = Arrays.copyOf(buffer.array(), buffer.limit());
    Arrays.fill(buffer.array(), (byte) 0);
    return bytes;
  }

  private static CryptoException changed(String property, Throwable cause) {
    return new CryptoException(
        property
            + ": the encrypted value was changed, was made for another property, or belongs to"
            + " another key ring; enter the secret again and run `postern encrypt`",
        cause);
  }
}
