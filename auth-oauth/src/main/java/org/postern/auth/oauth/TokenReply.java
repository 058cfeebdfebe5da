package org.postern.auth.oauth;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.diagnosis.Evidence;
import org.postern.core.settings.Secret;
import org.postern.core.smtp.Stage;
import org.postern.core.spi.AuthException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the answer of a token endpoint (RFC 6749 section 5): leniently where servers differ, since
 * real ones do (a lifetime as a string, another content type), strictly where a token would be
 * misused. Reports {@code error} and {@code error_description} only.
 */
final class TokenReply {

  private static final Logger LOG = LoggerFactory.getLogger(TokenReply.class);
  private static final Duration USUAL_LIFETIME = Duration.ofHours(1);
  private static final Duration LONGEST_LIFETIME = Duration.ofDays(1);
  private static final int SHOWN = 200;
  private static final Pattern MAY_HOLD_A_TOKEN =
      Pattern.compile("(?i)(access|refresh|id)_?-?token|[A-Za-z0-9_~+/=.-]{20,}");
  private static final Set<String> PASSING_ERRORS =
      Set.of("temporarily_unavailable", "server_error", "slow_down");

  private final URI url;
  private final Optional<Secret> secret;
  private final Optional<String> lostGrant;

  /**
   * @param secret of the client, never to be shown; empty where it has none
   */
  TokenReply(URI url, Optional<Secret> secret) {
    this(url, secret, Optional.empty());
  }

  /**
   * @param secret of the client, never to be shown; empty where it has none
   * @param lostGrant what to do where the grant itself is refused
   */
  TokenReply(URI url, Optional<Secret> secret, Optional<String> lostGrant) {
    this.url = url;
    this.secret = secret;
    this.lostGrant = lostGrant;
  }

  TokenSource.AccessToken read(TokenEndpoint.Answer answer) throws AuthException {
    if (answer.status() / 100 == 3) {
      throw AuthException.permanent(
          endpoint()
              + " redirects"
              + location(answer)
              + "; redirects are not followed, since the client secret would go along: set"
              + " tokenEndpointURL to the right address",
          null);
    }
    Optional<Map<String, Object>> json = json(answer.body());
    if (answer.status() / 100 != 2 || json.filter(j -> j.containsKey("error")).isPresent()) {
      throw refused(answer, json.orElse(Map.of()));
    }
    if (json.isEmpty()) {
      LOG.warn("{} answered {} with no JSON: {}", endpoint(), answer.status(), beginning(answer));
      throw temporary(
          answer,
          "answered "
              + answer.status()
              + " with something that is no JSON; is a captive portal or a proxy in between, or is"
              + " the URL wrong?");
    }
    return token(answer, json.get());
  }

  private TokenSource.AccessToken token(TokenEndpoint.Answer answer, Map<String, Object> json)
      throws AuthException {
    if (!(json.get("access_token") instanceof String token) || token.isBlank()) {
      throw temporary(answer, "answered without an access_token");
    }
    Object type = json.getOrDefault("token_type", "Bearer");
    if (!"bearer".equalsIgnoreCase(String.valueOf(type))) {
      throw AuthException.permanent(
          endpoint()
              + " issued a token of type \""
              + clean(String.valueOf(type), 40)
              + "\"; only bearer tokens can be used for SMTP",
          null);
    }
    if (!token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw AuthException.permanent(
          endpoint() + " issued a token with characters that no bearer token has (RFC 6750)", null);
    }
    return new TokenSource.AccessToken(
        Secret.of(token),
        lifetime(json.get("expires_in")),
        ServerTime.clockAhead(answer.headers()),
        json.get("refresh_token") instanceof String refresh && !refresh.isBlank()
            ? Optional.of(Secret.of(refresh))
            : Optional.empty());
  }

  private AuthException refused(TokenEndpoint.Answer answer, Map<String, Object> json) {
    String error = json.get("error") instanceof String text ? text : "";
    String description = json.get("error_description") instanceof String text ? text : "";
    StringBuilder what = new StringBuilder("answered " + answer.status());
    if (!error.isEmpty()) {
      what.append(' ').append(clean(error, 80));
    }
    if (!description.isEmpty()) {
      what.append(": ").append(clean(description, 500));
    }
    int status = answer.status();
    boolean passing =
        PASSING_ERRORS.contains(error) || status == 408 || status == 429 || status >= 500;
    if (passing) {
      return temporary(answer, what.toString());
    }
    ServerTime.clockAhead(answer.headers())
        .filter(ServerTime::differs)
        .ifPresent(
            ahead ->
                what.append(" (the clocks differ by ")
                    .append(ServerTime.inWords(ahead))
                    .append(')'));
    if (error.equals("invalid_grant") && lostGrant.isPresent()) {
      return AuthException.permanent(endpoint() + " " + what + "; " + lostGrant.get(), null);
    }
    String said = what.toString().replaceAll("[.]$", "");
    return AuthException.permanent(endpoint() + " " + said + advice(status, said), null);
  }

  private static String advice(int status, String what) {
    return Diagnoses.builtIn()
        .find(evidence(OptionalInt.of(status), what))
        .map(known -> "; " + known.remedy())
        .orElse("");
  }

  /** What a diagnosis is found by: what the endpoint has said, and its HTTP status if it did. */
  static Evidence evidence(OptionalInt status, String said) {
    return new Evidence(
        Evidence.stage(Stage.CREDENTIALS), status, Optional.empty(), said, Optional.empty());
  }

  private AuthException temporary(TokenEndpoint.Answer answer, String what) {
    return AuthException.temporary(
        endpoint() + " " + what, ServerTime.retryAfter(answer.headers()), null);
  }

  private static Duration lifetime(Object expiresIn) {
    BigDecimal seconds;
    try {
      seconds = new BigDecimal(String.valueOf(expiresIn).strip());
    } catch (NumberFormatException missingOrNonsense) {
      return USUAL_LIFETIME;
    }
    if (seconds.signum() <= 0) {
      return Duration.ZERO;
    }
    return seconds.compareTo(BigDecimal.valueOf(LONGEST_LIFETIME.toSeconds())) >= 0
        ? LONGEST_LIFETIME
        : Duration.ofMillis(seconds.movePointRight(3).longValue());
  }

  /** The members of the object; empty where the body is none. */
  static Optional<Map<String, Object>> json(byte[] body) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString().strip();
      String bare = text.startsWith("\uFEFF") ? text.substring(1).strip() : text;
      return bare.startsWith("{") ? Optional.of(JSONObjectUtils.parse(bare)) : Optional.empty();
    } catch (CharacterCodingException | ParseException notJson) {
      return Optional.empty();
    }
  }

  private String location(TokenEndpoint.Answer answer) {
    return answer
        .headers()
        .firstValue("Location")
        .map(to -> " to " + clean(to.replaceAll("[?#].*", ""), SHOWN))
        .orElse("");
  }

  /** What came in place of a token: nothing of it where it may hold one. */
  private String beginning(TokenEndpoint.Answer answer) {
    String text =
        new String(answer.body(), StandardCharsets.UTF_8).replaceAll("[\\x00\\uFFFD\\uFEFF]", "");
    if (MAY_HOLD_A_TOKEN.matcher(text).find()) {
      return "(" + answer.body().length + " bytes that may hold a token, so they are not shown)";
    }
    return clean(text, SHOWN);
  }

  /** One line, bounded, without our secret and without anything that looks like a token. */
  private String clean(String text, int limit) {
    String plain =
        secret
            .filter(one -> !one.isEmpty())
            .map(one -> text.replace(one.reveal(), "********"))
            .orElse(text);
    return ForeignText.line(
        plain.replaceAll("[A-Za-z0-9_~+/=-]{40,}|eyJ[A-Za-z0-9_.-]+", "********"), limit);
  }

  private String endpoint() {
    return "the token endpoint " + TokenEndpoint.shown(url);
  }
}
