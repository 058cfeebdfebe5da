package org.postern.testkit;

import static org.postern.testkit.PasswordVerifiers.bytes;
import static org.postern.testkit.PasswordVerifiers.text;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677). */
final class ScramVerifier implements SaslVerifier {

  private static final int ITERATIONS = 4096;

  private final Map<String, String> users;

  ScramVerifier(Map<String, String> users) {
    this.users = users;
  }

  @Override
  public Optional<String> verify(SaslDialogue dialogue) throws IOException {
    String clientFirst = text(dialogue.firstResponse());
    if (!clientFirst.matches("[ny],(a=[^,]*)?,n=[^,]+,r=[^,]+(,.*)?")) {
      dialogue.violated("malformed client-first-message of SCRAM");
      return Optional.empty();
    }
    String header = clientFirst.substring(0, clientFirst.indexOf(',', 2) + 1);
    String bare = clientFirst.substring(header.length());
    Map<String, String> first = attributes(bare);
    String user = first.get("n").replace("=2C", ",").replace("=3D", "=");
    byte[] salt = bytes(UUID.randomUUID().toString());
    String nonce = first.get("r") + UUID.randomUUID();
    String serverFirst = "r=" + nonce + ",s=" + base64(salt) + ",i=" + ITERATIONS;

    String clientFinal = text(dialogue.challenge(bytes(serverFirst)));
    Map<String, String> last = attributes(clientFinal);
    int proofAt = clientFinal.lastIndexOf(",p=");
    if (proofAt < 0
        || !nonce.equals(last.get("r"))
        || !base64(bytes(header)).equals(last.get("c"))
        || !users.containsKey(user)) {
      return Optional.empty();
    }
    String authMessage = bare + "," + serverFirst + "," + clientFinal.substring(0, proofAt);
    return prove(dialogue, users.get(user), salt, authMessage, last.get("p"))
        ? Optional.of(user)
        : Optional.empty();
  }

  private static boolean prove(
      SaslDialogue dialogue, String password, byte[] salt, String authMessage, String proof)
      throws IOException {
    try {
      byte[] salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 256))
              .getEncoded();
      byte[] clientKey = hmac(salted, "Client Key");
      byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
      byte[] expected = hmac(storedKey, authMessage);
      for (int i = 0; i < expected.length; i++) {
        expected[i] ^= clientKey[i];
      }
      if (!base64(expected).equals(proof)) {
        return false;
      }
      byte[] signature = hmac(hmac(salted, "Server Key"), authMessage);
      if (dialogue.challenge(bytes("v=" + base64(signature))).length > 0) {
        dialogue.violated("SCRAM's last response must be empty");
      }
      return true;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK has no SCRAM parts", impossible);
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(bytes(text));
  }

  private static Map<String, String> attributes(String message) {
    return Arrays.stream(message.split(","))
        .filter(part -> part.length() > 2 && part.charAt(1) == '=')
        .collect(
            Collectors.toMap(
                part -> part.substring(0, 1), part -> part.substring(2), (one, two) -> one));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
