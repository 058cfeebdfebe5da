package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

  private static final String SECRET = "hunter2 & Söhne+/=42";
  private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0dXJl_-42";

  static Stream<String> echoes() {
    String payload = "user=a@example.com\1auth=Bearer " + TOKEN + "\1\1";
    return Stream.of(
        "AUTH XOAUTH2 " + base64(payload),
        TOKEN,
        "got <" + TOKEN + ">",
        base64(TOKEN),
        base64("x" + TOKEN),
        base64("xy" + TOKEN),
        TOKEN.toUpperCase(Locale.ROOT),
        URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
        URLEncoder.encode(SECRET, StandardCharsets.UTF_8).replace("+", "%20"),
        SECRET,
        base64(SECRET),
        "\0user\0" + SECRET);
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void anEchoedSecretIsBlotted(String echo) {
    String shown = redactor().apply("5.7.8 refused: " + echo + " end");
    assertThat(shown).contains("********").startsWith("5.7.8 refused: ").endsWith(" end");
    for (String secret : new String[] {SECRET, TOKEN, base64(TOKEN), base64(SECRET)}) {
      for (int i = 0; i + 8 <= secret.length(); i++) {
        assertThat(shown.toLowerCase(Locale.ROOT))
            .doesNotContain(secret.substring(i, i + 8).toLowerCase(Locale.ROOT));
      }
    }
  }

  @Test
  void anEchoWrappedOverLinesIsBlottedOnEach() {
    String echo = base64("user=a@example.com\1auth=Bearer " + TOKEN + "\1\1");
    Redactor redactor = redactor();
    for (int i = 0; i + 40 <= echo.length(); i += 40) {
      assertThat(redactor.apply(echo.substring(i, i + 40))).isEqualTo("********");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "5", "p@ss"})
  void aShortSecretIsBlottedTooAndTheStatusCodeStaysReadable(String secret) {
    Redactor redactor = new Redactor();
    redactor.secret(secret);
    assertThat(redactor.apply("5.7.8 wrong: " + secret + "!")).startsWith("5.7.8 ").contains("**!");
  }

  @Test
  void otherTextStaysAsItIs() {
    String text = "5.7.8 Error: authentication failed: Invalid authentication mechanism";
    assertThat(redactor().apply(text)).isEqualTo(text);
    assertThat(new Redactor().apply(text)).isSameAs(text);
  }

  private static Redactor redactor() {
    Redactor redactor = new Redactor();
    redactor.secret(TOKEN);
    redactor.secret(SECRET);
    redactor.sent(base64("user=a@example.com\1auth=Bearer " + TOKEN + "\1\1"));
    return redactor;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
