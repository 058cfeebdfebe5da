package org.postern.testkit;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers the requests that a token endpoint has read. Thread safe. */
final class TokenService {

  private final FakeTokenEndpoint.Builder config;
  private final RefreshTokens refreshTokens;
  private final DeviceLogins devices;
  private final Grants grants;

  TokenService(FakeTokenEndpoint.Builder config) {
    this.config = config;
    this.refreshTokens = new RefreshTokens(config.rotation());
    config.refreshTokens().forEach(refreshTokens::grant);
    this.devices = new DeviceLogins(config.deviceLifetime(), config.deviceInterval());
    this.grants = new Grants(refreshTokens, devices);
  }

  RefreshTokens refreshTokens() {
    return refreshTokens;
  }

  DeviceLogins devices() {
    return devices;
  }

  /** Answers a token request; false where the connection must end. */
  boolean token(HttpExchange exchange, TokenRequest request, TokenAnswer answer)
      throws IOException {
    if (answer.gate().isPresent()) {
      ServerThreads.await(answer.gate().get());
    }
    if (answer.body().isPresent()) {
      return exchange.write(answer, answer.body().get());
    }
    Optional<Refusal> unproved = ClientCheck.refuse(request, config);
    Grants.Decision decision =
        unproved.map(Grants.Decision::refused).orElseGet(() -> grants.decide(request.form()));
    if (decision.refusal().isPresent()) {
      TokenAnswer refusal = decision.refusal().get().answer(config.errors());
      // a fault of the connection strikes a refusal too
      return exchange.write(
          answer.fault() == TokenAnswer.Fault.NONE ? refusal : answer,
          refusal.body().orElseThrow());
    }
    return exchange.write(answer, issue(answer, decision.refreshToken()));
  }

  /** Answers a device authorization request (RFC 8628 section 3.1). */
  boolean device(HttpExchange exchange, TokenRequest request, String base, TokenAnswer answer)
      throws IOException {
    if (answer.body().isPresent()) {
      return exchange.write(answer, answer.body().get());
    }
    boolean known = request.clientId().equals(Optional.of(config.clientId()));
    TokenAnswer good =
        known ? grants.beginDevice(base) : Refusal.UNKNOWN_CLIENT.answer(config.errors());
    return exchange.write(
        answer.fault() == TokenAnswer.Fault.NONE ? good : answer, good.body().orElseThrow());
  }

  private String issue(TokenAnswer answer, Optional<String> refreshToken) {
    String token =
        config.claims().isPresent()
            ? FakeTokens.jwt(config.claims().get(), config.lifetime())
            : FakeTokens.opaque(answer.tokenLength());
    config.tokens().add(token, config.lifetime());
    Map<String, String> members = new LinkedHashMap<>();
    members.put("access_token", TokenAnswer.quote(token));
    members.put("token_type", "\"Bearer\"");
    members.put("expires_in", Long.toString(config.lifetime().toSeconds()));
    config.scope().ifPresent(scope -> members.put("scope", TokenAnswer.quote(scope)));
    refreshToken.ifPresent(next -> members.put("refresh_token", TokenAnswer.quote(next)));
    return answer.object(members);
  }
}
