package org.postern.testkit;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes access tokens, opaque or of the look of a JWT. */
final class FakeTokens {

  private static final SecureRandom RANDOM = new SecureRandom();

  private FakeTokens() {}

  /**
   * A token of the look of a JWT, with a signature that nobody can check.
   *
   * @param claims raw JSON by name; {@code exp}, {@code iat} and {@code nbf} are added
   */
  static String jwt(Map<String, String> claims, Duration lifetime) {
    Instant now = Instant.now();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("aud", "\"smtp\"");
    all.put("iat", Long.toString(now.getEpochSecond()));
    all.put("nbf", Long.toString(now.getEpochSecond()));
    all.put("exp", Long.toString(now.plus(lifetime).getEpochSecond()));
    all.putAll(claims);
    String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\"}";
    return base64(header) + "." + base64(TokenAnswer.json(all)) + "." + opaque(86);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Random letters and digits. */
  static String opaque(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, length);
  }
}
