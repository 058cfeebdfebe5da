package org.postern.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What a good token endpoint checks before it issues a token (RFC 6749 sections 2.3 and 5.2). */
final class ClientCheck {

  private ClientCheck() {}

  static Optional<Refusal> refuse(TokenRequest request, FakeTokenEndpointBuilder config) {
    if (!request.method().equals("POST")) {
      return Optional.of(Refusal.NOT_POST);
    }
    if (!request
        .header("content-type")
        .orElse("")
        .startsWith("application/x-www-form-urlencoded")) {
      return Optional.of(Refusal.NO_FORM);
    }
    if (Assertions.GRANT.equals(request.form().get("grant_type"))) {
      return Optional.empty(); // the assertion proves who asks
    }
    if (request.clientAuth() == TokenRequest.ClientAuth.BOTH) {
      return Optional.of(Refusal.PROVED_TWICE);
    }
    if (!request.clientId().equals(Optional.of(config.clientId()))) {
      return Optional.of(Refusal.UNKNOWN_CLIENT);
    }
    if (!secret(request).equals(config.clientSecret())) {
      return Optional.of(Refusal.WRONG_SECRET);
    }
    // RFC 6749 section 6 and RFC 8628 section 3.4: elsewhere the scope is the one granted before
    boolean scopeMatters =
        request.form().containsKey("scope")
            || "client_credentials".equals(request.form().get("grant_type"));
    if (scopeMatters
        && config.scope().isPresent()
        && !config.scope().equals(Optional.ofNullable(request.form().get("scope")))) {
      return Optional.of(Refusal.SCOPE);
    }
    return Optional.empty();
  }

  private static Optional<String> secret(TokenRequest request) {
    return switch (request.clientAuth()) {
      case BASIC -> basic(request).map(pair -> HttpExchange.decode(pair[1]));
      case POST -> Optional.ofNullable(request.form().get("client_secret"));
      case NONE, BOTH -> Optional.empty();
    };
  }

  /** User and password of the Authorization header, still form-encoded; empty where malformed. */
  static Optional<String[]> basic(TokenRequest request) {
    return request.header("authorization").flatMap(ClientCheck::basic);
  }

  static Optional<String[]> basic(String authorization) {
    if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(authorization.substring(6).strip());
      String[] pair = new String(bytes, StandardCharsets.UTF_8).split(":", 2);
      return pair.length == 2 ? Optional.of(pair) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
