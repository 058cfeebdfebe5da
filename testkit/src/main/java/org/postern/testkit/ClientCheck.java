package org.postern.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What a good token endpoint checks before it issues a token (RFC 6749 sections 2.3 and 5.2). */
final class ClientCheck {

  private ClientCheck() {}

  static Optional<TokenAnswer> refuse(TokenRequest request, FakeTokenEndpoint.Builder config) {
    if (!request.method().equals("POST")) {
      return refusal(405, "invalid_request", "use POST");
    }
    if (!request
        .header("content-type")
        .orElse("")
        .startsWith("application/x-www-form-urlencoded")) {
      return refusal(400, "invalid_request", "the body must be a form");
    }
    if (request.clientAuth() == TokenRequest.ClientAuth.BOTH) {
      return refusal(400, "invalid_request", "the client proved itself twice");
    }
    if (!request.clientId().equals(Optional.of(config.clientId()))
        || !secret(request).equals(Optional.of(config.clientSecret()))) {
      return refusal(401, "invalid_client", "unknown client or wrong secret");
    }
    if (!"client_credentials".equals(request.form().get("grant_type"))) {
      return refusal(400, "unsupported_grant_type", "use client_credentials");
    }
    if (config.scope().isPresent()
        && !config.scope().equals(Optional.ofNullable(request.form().get("scope")))) {
      return refusal(400, "invalid_scope", "unknown scope");
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

  private static Optional<TokenAnswer> refusal(int status, String error, String description) {
    return Optional.of(TokenAnswer.error(status, error, description));
  }
}
