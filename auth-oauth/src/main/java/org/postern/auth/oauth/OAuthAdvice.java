package org.postern.auth.oauth;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What to do about a refusal. The AADSTS numbers are Microsoft's and help only: nothing is decided
 * by them (facts of November 2026).
 */
final class OAuthAdvice {

  private static final Map<String, String> BY_NUMBER = new LinkedHashMap<>();
  private static final Map<String, String> BY_ERROR =
      Map.of(
          "invalid_client", "check clientID and clientSecret; has the secret ended?",
          "unauthorized_client",
              "check clientID and clientSecret, and that this client may use client credentials",
          "invalid_grant", "let the identity administrator check the application's grant",
          "invalid_scope",
              "check the scope; Microsoft 365 wants" + " https://outlook.office365.com/.default",
          "invalid_request", "check client_auth and the token URL");

  static {
    BY_NUMBER.put("7000215", "the client secret is wrong: enter the secret's value, not its id");
    BY_NUMBER.put("7000222", "the client secret has ended: create a new one and enter it");
    BY_NUMBER.put("700016", "the tenant does not know this client id: check clientID and tenant");
    BY_NUMBER.put("90002", "there is no such tenant: check the tenant in the token URL");
    BY_NUMBER.put("70011", "the scope is wrong: use https://outlook.office365.com/.default");
    BY_NUMBER.put("1002012", "client credentials need the scope .../.default");
  }

  private OAuthAdvice() {}

  /** {@code "; what to do"}. */
  static String on(String error, String description) {
    for (Map.Entry<String, String> advice : BY_NUMBER.entrySet()) {
      if (description.contains("AADSTS" + advice.getKey())) {
        return "; " + advice.getValue();
      }
    }
    return "; "
        + BY_ERROR.getOrDefault(error, "check the token URL, clientID, clientSecret and scope");
  }
}
