package org.postern.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a token endpoint hands out for the form of a request whose client has proved itself: the
 * members beside the access token, or why there is none. Thread safe.
 */
final class Grants {

  private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

  /**
   * The decision on one request.
   *
   * @param refusal empty where a token is issued
   * @param refreshToken what goes with the token; empty where nothing does
   */
  record Decision(Optional<Refusal> refusal, Optional<String> refreshToken) {
    static Decision refused(Refusal why) {
      return new Decision(Optional.of(why), Optional.empty());
    }

    static Decision granted(Optional<String> refreshToken) {
      return new Decision(Optional.empty(), refreshToken);
    }
  }

  private final RefreshTokens refreshTokens;
  private final DeviceLogins devices;
  private final BrowserLogins browsers;
  private final Assertions assertions;

  Grants(
      RefreshTokens refreshTokens,
      DeviceLogins devices,
      BrowserLogins browsers,
      Assertions assertions) {
    this.refreshTokens = refreshTokens;
    this.devices = devices;
    this.browsers = browsers;
    this.assertions = assertions;
  }

  /**
   * @param tokenUrl whom assertions must be made for
   */
  Decision decide(Map<String, String> form, String tokenUrl) {
    return switch (form.getOrDefault("grant_type", "")) {
      case "client_credentials" -> Decision.granted(Optional.empty());
      case "refresh_token" -> refresh(form.getOrDefault("refresh_token", ""));
      case DEVICE -> login(devices.redeem(form.getOrDefault("device_code", "")));
      case "authorization_code" -> login(browsers.redeem(form));
      case Assertions.GRANT ->
          assertions
              .refuse(form.getOrDefault("assertion", ""), tokenUrl)
              .map(Decision::refused)
              .orElseGet(() -> Decision.granted(Optional.empty()));
      default -> Decision.refused(Refusal.GRANT_TYPE);
    };
  }

  private Decision login(Optional<Refusal> refusal) {
    return refusal
        .map(Decision::refused)
        .orElseGet(() -> Decision.granted(Optional.of(refreshTokens.begin())));
  }

  private Decision refresh(String shown) {
    Optional<String> next = refreshTokens.redeem(shown);
    return next.isEmpty()
        ? Decision.refused(Refusal.GRANT_ENDED)
        // RFC 6749 section 6: a refresh token in the answer replaces the one that was shown
        : Decision.granted(next.filter(token -> !token.equals(shown)));
  }

  /** The answer to a device authorization request (RFC 8628 section 3.2). */
  TokenAnswer beginDevice(String endpoint) {
    DeviceLogins.Login login = devices.begin();
    Map<String, String> members = new LinkedHashMap<>();
    members.put("device_code", TokenAnswer.quote(login.deviceCode));
    members.put("user_code", TokenAnswer.quote(login.userCode));
    members.put("verification_uri", TokenAnswer.quote(endpoint + TokenService.DEVICE_PAGE));
    members.put(
        "verification_uri_complete",
        TokenAnswer.quote(endpoint + TokenService.DEVICE_PAGE + "?user_code=" + login.userCode));
    members.put("expires_in", Long.toString(devices.lifetime().toSeconds()));
    members.put("interval", Long.toString(devices.interval().toSeconds()));
    return TokenAnswer.json(TokenAnswer.json(members));
  }
}
