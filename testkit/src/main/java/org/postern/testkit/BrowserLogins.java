package org.postern.testkit;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.core.smtp.Deadline;

/**
 * The logins in a browser at a token endpoint: authorization codes (RFC 6749 section 4.1) with PKCE
 * (RFC 7636) for clients that listen on the loopback interface (RFC 8252 section 7.3). The user
 * agrees at once, unless a test says otherwise. Thread safe.
 */
public final class BrowserLogins {

  /** RFC 6749 section 4.1.2 allows ten minutes. */
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  /** What a code is bound to; used once. */
  private record Code(String redirectUri, Optional<String> challenge, Deadline end) {}

  private final FakeTokenEndpointBuilder config;
  private final Map<String, Code> codes = new HashMap<>();
  private final Map<String, Optional<String>> changes = new LinkedHashMap<>();
  private boolean denies;

  BrowserLogins(FakeTokenEndpointBuilder config) {
    this.config = config;
  }

  /** From now on the user says no. */
  public synchronized void denyAll() {
    denies = true;
  }

  /** From now on the user agrees, as in the beginning. */
  public synchronized void approveAll() {
    denies = false;
  }

  /**
   * From now on the browser is sent back with this value of a parameter in place of the right one:
   * the {@code state} of another login, the {@code iss} of another server.
   */
  public synchronized void redirectWith(String parameter, String value) {
    changes.put(parameter, Optional.of(value));
  }

  /** From now on the browser is sent back without this parameter. */
  public synchronized void redirectWithout(String parameter) {
    changes.put(parameter, Optional.empty());
  }

  /** As in the beginning; codes stay good. */
  synchronized void recover() {
    denies = false;
    changes.clear();
  }

  /** The answer to the browser that a client has sent here. */
  synchronized TokenAnswer answer(TokenRequest request, String issuer) {
    Map<String, String> asked = request.query();
    String redirectUri = asked.getOrDefault("redirect_uri", "");
    // RFC 6749 section 4.1.2.1: an unknown client or address is told to the user alone
    if (!config.clientId().equals(asked.get("client_id")) || !loopback(redirectUri)) {
      return TokenAnswer.status(
          400,
          "text/html;charset=UTF-8",
          "<!DOCTYPE html><html lang=\"en\"><title>Login</title><p>Unknown client, or a"
              + " redirect_uri that is not http on the loopback interface.</html>");
    }
    Map<String, String> back = new LinkedHashMap<>();
    Optional<String> error = denies ? Optional.of("access_denied") : fault(asked);
    if (error.isPresent()) {
      back.put("error", error.get());
    } else {
      String code = FakeTokens.opaque(43);
      codes.put(
          code,
          new Code(
              redirectUri,
              Optional.ofNullable(asked.get("code_challenge")),
              Deadline.after(LIFETIME)));
      back.put("code", code);
    }
    Optional.ofNullable(asked.get("state")).ifPresent(state -> back.put("state", state));
    if (config.namesItself()) {
      back.put("iss", issuer); // RFC 9207 section 2
    }
    changes.forEach(
        (name, value) ->
            value.ifPresentOrElse(other -> back.put(name, other), () -> back.remove(name)));
    return redirect(redirectUri, back);
  }

  private Optional<String> fault(Map<String, String> asked) {
    if (!"code".equals(asked.get("response_type"))) {
      return Optional.of("unsupported_response_type");
    }
    // RFC 9700 section 2.1.1: who has no secret needs PKCE, and "plain" protects nobody
    boolean bare = !asked.containsKey("code_challenge") && config.clientSecret().isEmpty();
    boolean plain =
        asked.containsKey("code_challenge") && !"S256".equals(asked.get("code_challenge_method"));
    if (bare || plain) {
      return Optional.of("invalid_request");
    }
    return config.scope().filter(only -> !only.equals(asked.get("scope"))).isPresent()
        ? Optional.of("invalid_scope")
        : Optional.empty();
  }

  private static boolean loopback(String redirectUri) {
    try {
      URI uri = URI.create(redirectUri);
      return "http".equals(uri.getScheme())
          && uri.getFragment() == null
          && ("127.0.0.1".equals(uri.getHost())
              || "[::1]".equals(uri.getHost())
              || "localhost".equals(uri.getHost()));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static TokenAnswer redirect(String redirectUri, Map<String, String> back) {
    String query =
        back.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return TokenAnswer.status(
            302, "text/plain", "back to the client with " + String.join(", ", back.keySet()))
        .header("Location", redirectUri + (redirectUri.contains("?") ? "&" : "?") + query);
  }

  /** Why this form gives no token; empty where it does, once for each code. */
  synchronized Optional<Refusal> redeem(Map<String, String> form) {
    Code code = codes.remove(form.getOrDefault("code", ""));
    if (code == null || code.end().passed()) {
      return Optional.of(Refusal.GRANT_ENDED);
    }
    if (!code.redirectUri().equals(form.get("redirect_uri"))) {
      return Optional.of(Refusal.REDIRECT_DIFFERS);
    }
    // RFC 7636 section 4.6; RFC 9700 section 2.1.1: a verifier without a challenge is an attack
    Optional<String> shown = Optional.ofNullable(form.get("code_verifier"));
    return shown.map(BrowserLogins::s256).equals(code.challenge())
        ? Optional.empty()
        : Optional.of(Refusal.VERIFIER);
  }

  private static String s256(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** How many codes wait to be redeemed; never the codes. */
  @Override
  public synchronized String toString() {
    return codes.size() + " authorization codes wait" + (denies ? ", the user says no" : "");
  }
}
