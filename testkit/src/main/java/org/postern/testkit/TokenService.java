package org.postern.testkit;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers the requests that a token endpoint has read. Thread safe. */
final class TokenService {

  /** Where each thing is asked, after host and port. */
  static final String AUTHORIZE = "/authorize";

  static final String DEVICE_CODE = "/devicecode";
  static final String DEVICE_PAGE = "/device";
  static final String METADATA = "/.well-known/";

  private final FakeTokenEndpointBuilder config;
  private final RefreshTokens refreshTokens;
  private final DeviceLogins devices;
  private final BrowserLogins browsers;
  private final Grants grants;

  TokenService(FakeTokenEndpointBuilder config) {
    this.config = config;
    this.refreshTokens = new RefreshTokens(config.rotation());
    config.refreshTokens().forEach(refreshTokens::grant);
    this.devices = new DeviceLogins(config.deviceLifetime(), config.deviceInterval());
    this.browsers = new BrowserLogins(config);
    this.grants =
        new Grants(
            refreshTokens,
            devices,
            browsers,
            new Assertions(config.serviceAccounts(), config.users()));
  }

  RefreshTokens refreshTokens() {
    return refreshTokens;
  }

  DeviceLogins devices() {
    return devices;
  }

  BrowserLogins browsers() {
    return browsers;
  }

  /** Answers a token request; false where the connection must end. */
  boolean token(HttpExchange exchange, TokenRequest request, String base, TokenAnswer answer)
      throws IOException {
    if (answer.gate().isPresent()) {
      ServerThreads.await(answer.gate().get());
    }
    if (answer.body().isPresent()) {
      return exchange.write(answer, answer.body().get());
    }
    Optional<Refusal> unproved = ClientCheck.refuse(request, config);
    Grants.Decision decision =
        unproved
            .map(Grants.Decision::refused)
            .orElseGet(() -> grants.decide(request.form(), base + config.path()));
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

  /** What the authorization server says of itself (RFC 8414 section 2). */
  TokenAnswer metadata(String base) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("issuer", TokenAnswer.quote(base));
    members.put("token_endpoint", TokenAnswer.quote(base + config.path()));
    members.put("authorization_endpoint", TokenAnswer.quote(base + AUTHORIZE));
    members.put("device_authorization_endpoint", TokenAnswer.quote(base + DEVICE_CODE));
    members.put("response_types_supported", "[\"code\"]");
    members.put("code_challenge_methods_supported", "[\"S256\"]");
    members.put(
        "authorization_response_iss_parameter_supported", Boolean.toString(config.namesItself()));
    return TokenAnswer.json(TokenAnswer.json(members));
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
