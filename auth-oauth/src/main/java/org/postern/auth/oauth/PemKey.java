package org.postern.auth.oauth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.postern.core.settings.Secret;

/** A private key in PEM (RFC 7468): PKCS#8, plain or encrypted, and the older form of RSA keys. */
final class PemKey {

  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  /** What stands before an RSA key of PKCS#1 to make it one of PKCS#8 (RFC 5208 section 5). */
  private static final byte[] RSA = {
    0x02,
    0x01,
    0x00,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private PemKey() {}

  static PrivateKey read(String pem, Optional<Secret> password)
      throws IOException, GeneralSecurityException {
    Matcher block = BLOCK.matcher(pem);
    if (!block.find()) {
      throw new GeneralSecurityException("it holds no private key in PEM");
    }
    byte[] der = Base64.getMimeDecoder().decode(block.group(2));
    return switch (block.group(1)) {
      case "PRIVATE KEY" -> key(new PKCS8EncodedKeySpec(der));
      case "ENCRYPTED PRIVATE KEY" -> key(decrypted(der, password));
      case "RSA PRIVATE KEY" -> key(new PKCS8EncodedKeySpec(asPkcs8(der)));
      default ->
          throw new GeneralSecurityException(
              "its form (EC PRIVATE KEY) is not read; convert it by"
                  + " `openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW`");
    };
  }

  /** Whether it opens only with a password. */
  static boolean isLocked(String pem) {
    Matcher block = BLOCK.matcher(pem);
    return block.find() && block.group(1).startsWith("ENCRYPTED");
  }

  private static PKCS8EncodedKeySpec decrypted(byte[] der, Optional<Secret> password)
      throws IOException, GeneralSecurityException {
    if (password.isEmpty()) {
      throw new GeneralSecurityException(
          "it is encrypted, and postern.oauth.key.password is not set");
    }
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    AlgorithmParameters parameters = info.getAlgParameters();
    String algorithm = parameters == null ? info.getAlgName() : parameters.toString();
    PBEKeySpec secret = new PBEKeySpec(password.get().reveal().toCharArray());
    try {
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
          parameters);
      return info.getKeySpec(cipher);
    } catch (InvalidKeySpecException wrong) {
      throw new GeneralSecurityException("its password is wrong", wrong);
    } finally {
      secret.clearPassword();
    }
  }

  private static PrivateKey key(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (InvalidKeySpecException noRsa) {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    }
  }

  private static byte[] asPkcs8(byte[] rsa) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(RSA);
    content.writeBytes(tagged(0x04, rsa));
    return tagged(0x30, content.toByteArray());
  }

  /** Tag, length and content (X.690). */
  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
