package org.postern.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Finds what is secret in the lines by which a client logs in. */
final class SmtpMask {

  private SmtpMask() {}

  /** The secrets of a response in base64: itself, and the parts that it is made of. */
  static List<String> secrets(String base64) {
    return Stream.concat(Stream.of(base64), parts(base64)).filter(part -> !part.isBlank()).toList();
  }

  private static Stream<String> parts(String base64) {
    try {
      String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      // LOGIN sends the user's name alone, which is no secret, and then the password alone
      return Arrays.stream(text.split("[\0\u0001]"))
          .filter(part -> !part.startsWith("user=") && !part.startsWith("n,a="))
          .map(part -> part.replaceFirst("^auth=Bearer ", ""))
          .filter(part -> !part.matches("(?:host|port)=.*|[^ ]+@[^ ]+"));
    } catch (IllegalArgumentException notBase64) {
      return Stream.empty();
    }
  }
}
