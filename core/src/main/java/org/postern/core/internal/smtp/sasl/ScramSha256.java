package org.postern.core.internal.smtp.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.security.sasl.SaslException;
import org.postern.core.settings.Secret;

/**
 * SCRAM-SHA-256 (RFC 5802, RFC 7677) without channel binding: the password never leaves, and the
 * server must prove that it knows it too.
 */
final class ScramSha256 extends Mechanism {

  private static final int FEWEST_ROUNDS = 4096; // RFC 7677 section 4
  private static final int MOST_ROUNDS = 1_000_000; // a hostile server must not burn our CPU
  private static final String NO_BINDING = "n,,";
  private static final Pattern SERVER_FIRST =
      Pattern.compile("r=([\\x21-\\x2b\\x2d-\\x7e]+),s=([A-Za-z0-9+/=]+),i=(\\d{1,9})(,.*)?");

  private final String user;
  private final Secret password;
  private final String nonce;
  private int step;
  private byte[] serverSignature = {};

  ScramSha256(String user, Secret password, String nonce) {
    super("SCRAM-SHA-256");
    this.user = user;
    this.password = password;
    this.nonce = nonce;
  }

  @Override
  byte[] answer(byte[] challenge) throws SaslException {
    step++;
    try {
      return switch (step) {
        case 1 -> (NO_BINDING + clientFirst()).getBytes(StandardCharsets.UTF_8);
        case 2 -> prove(new String(challenge, StandardCharsets.UTF_8));
        case 3 -> verify(new String(challenge, StandardCharsets.UTF_8));
        default -> throw oneTooMany();
      };
    } catch (GeneralSecurityException absent) {
      throw new SaslException("this JDK cannot do SCRAM-SHA-256", absent);
    }
  }

  private String clientFirst() throws SaslException {
    String name = SaslPrep.prepare(user).replace("=", "=3D").replace(",", "=2C");
    return "n=" + name + ",r=" + nonce;
  }

  private byte[] prove(String serverFirst) throws GeneralSecurityException, SaslException {
    Matcher first = SERVER_FIRST.matcher(serverFirst);
    if (!first.matches()) {
      throw new SaslException("the server's first SCRAM message is malformed");
    }
    if (!first.group(1).startsWith(nonce) || first.group(1).length() == nonce.length()) {
      throw new SaslException("the server's SCRAM nonce does not continue ours");
    }
    int rounds = Integer.parseInt(first.group(3));
    if (rounds < FEWEST_ROUNDS || rounds > MOST_ROUNDS) {
      throw new SaslException(
          "the server's SCRAM iteration count is " + rounds + ", not 4096 to 1000000");
    }
    byte[] salted = salted(decode(first.group(2)), rounds);
    String binding =
        Base64.getEncoder().encodeToString(NO_BINDING.getBytes(StandardCharsets.UTF_8));
    String finalBare = "c=" + binding + ",r=" + first.group(1);
    String signed = clientFirst() + "," + serverFirst + "," + finalBare;
    byte[] clientKey = hmac(salted, "Client Key");
    byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
    byte[] proof = hmac(storedKey, signed);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= clientKey[i];
    }
    serverSignature = hmac(hmac(salted, "Server Key"), signed);
    return (finalBare + ",p=" + Base64.getEncoder().encodeToString(proof))
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] verify(String serverFinal) throws SaslException {
    if (!serverFinal.startsWith("v=")
        || !MessageDigest.isEqual(
            decode(serverFinal.substring(2).split(",", 2)[0]), serverSignature)) {
      throw new SaslException("the server cannot prove that it knows the password");
    }
    completed();
    return new byte[0];
  }

  private byte[] salted(byte[] salt, int rounds) throws GeneralSecurityException, SaslException {
    PBEKeySpec spec =
        new PBEKeySpec(SaslPrep.prepare(password.reveal()).toCharArray(), salt, rounds, 256);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } finally {
      spec.clearPassword();
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] decode(String base64) throws SaslException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      throw new SaslException("the server's SCRAM message is not base64", malformed);
    }
  }
}
