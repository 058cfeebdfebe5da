package org.postern.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The mechanisms that know a password: PLAIN, LOGIN and CRAM-MD5. */
final class PasswordVerifiers {

  private PasswordVerifiers() {}

  /** RFC 4616. */
  static SaslVerifier plain(Map<String, String> users) {
    return dialogue -> {
      String[] parts = text(dialogue.firstResponse()).split("\0", -1);
      return parts.length == 3 && (parts[0].isEmpty() || parts[0].equals(parts[1]))
          ? check(users, parts[1], parts[2])
          : Optional.empty();
    };
  }

  /** The old LOGIN mechanism, with the prompts that Microsoft's servers send. */
  static SaslVerifier login(Map<String, String> users) {
    return dialogue -> {
      Optional<byte[]> initial = dialogue.initialResponse();
      String user =
          text(initial.isPresent() ? initial.get() : dialogue.challenge(bytes("Username:")));
      return check(users, user, text(dialogue.challenge(bytes("Password:"))));
    };
  }

  /** RFC 2195. */
  static SaslVerifier cramMd5(Map<String, String> users) {
    return dialogue -> {
      if (dialogue.initialResponse().isPresent()) {
        dialogue.violated("CRAM-MD5 with an initial response");
      }
      String challenge = "<" + UUID.randomUUID() + "@mail.test>";
      String response = text(dialogue.challenge(bytes(challenge)));
      int blank = response.lastIndexOf(' ');
      String user = blank < 0 ? "" : response.substring(0, blank);
      return Optional.ofNullable(users.get(user))
          .filter(secret -> response.equals(user + " " + hmacMd5(secret, challenge)))
          .map(secret -> user);
    };
  }

  private static String hmacMd5(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(bytes(secret), "HmacMD5"));
      return HexFormat.of().formatHex(mac.doFinal(bytes(text)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK has no HmacMD5", impossible);
    }
  }

  private static Optional<String> check(Map<String, String> users, String user, String password) {
    return password.equals(users.get(user)) ? Optional.of(user) : Optional.empty();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
