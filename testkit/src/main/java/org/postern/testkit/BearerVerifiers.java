package org.postern.testkit;

import static org.postern.testkit.PasswordVerifiers.bytes;
import static org.postern.testkit.PasswordVerifiers.text;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The mechanisms that know an access token: XOAUTH2 and OAUTHBEARER (RFC 7628).
 *
 * @param accepts tells whether that user may log in with that token
 * @param challenge the JSON of the 334 that comes before a refusal; empty for a direct 535
 */
record BearerVerifiers(BiPredicate<String, String> accepts, Optional<String> challenge) {

  SaslVerifier xoauth2() {
    return dialogue -> {
      String[] fields = text(dialogue.firstResponse()).split("\u0001", -1);
      boolean wellFormed =
          fields.length == 4
              && fields[0].startsWith("user=")
              && fields[1].startsWith("auth=Bearer ")
              && fields[2].isEmpty()
              && fields[3].isEmpty();
      if (!wellFormed) {
        dialogue.violated("malformed XOAUTH2 response");
        return Optional.empty();
      }
      return decide(dialogue, fields[0].substring(5), fields[1].substring(12), "");
    };
  }

  SaslVerifier oauthBearer() {
    return dialogue -> {
      String response = text(dialogue.firstResponse());
      String[] fields = response.split("\u0001", -1);
      Optional<String> bearer =
          Arrays.stream(fields).filter(field -> field.startsWith("auth=Bearer ")).findFirst();
      boolean wellFormed =
          fields[0].matches("n,(a=[^,]+)?,")
              && bearer.isPresent()
              && response.endsWith("\u0001\u0001");
      if (!wellFormed) {
        dialogue.violated("malformed OAUTHBEARER response");
        return Optional.empty();
      }
      String user = fields[0].substring(2, fields[0].length() - 1).replaceFirst("^a=", "");
      return decide(
          dialogue,
          user.replace("=2C", ",").replace("=3D", "="),
          bearer.get().substring(12),
          "\u0001");
    };
  }

  private Optional<String> decide(
      SaslDialogue dialogue, String user, String token, String properAnswer) throws IOException {
    if (accepts.test(user, token)) {
      dialogue.holdsWhile(() -> accepts.test(user, token));
      return Optional.of(user);
    }
    if (challenge.isPresent()
        && !text(dialogue.challenge(bytes(challenge.get()))).equals(properAnswer)) {
      dialogue.violated("wrong answer to the error challenge");
    }
    return Optional.empty();
  }
}
