package org.postern.testkit;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Makes access tokens, opaque or of the look of a JWT. */
final class FakeTokens {

  private static final SecureRandom RANDOM = new SecureRandom();

  private FakeTokens() {}

  static String make(boolean jwt, int length, Duration lifetime) {
    return jwt ? jwt(lifetime) : random(length);
  }

  private static String jwt(Duration lifetime) {
    String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\"}";
    String claims =
        "{\"aud\":\"smtp\",\"exp\":" + Instant.now().plus(lifetime).getEpochSecond() + "}";
    return base64(header) + "." + base64(claims) + "." + random(86);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, length);
  }
}
