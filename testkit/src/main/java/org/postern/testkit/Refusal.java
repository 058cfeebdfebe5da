package org.postern.testkit;

/**
 * Why a good token endpoint issues no token, and how each kind of provider says so. The AADSTS
 * numbers are those of learn.microsoft.com/entra/identity-platform/reference-error-codes; Google's
 * words those of developers.google.com/identity/protocols/oauth2.
 */
enum Refusal {
  NOT_POST(405, "invalid_request", "use POST", 900561, "The endpoint only accepts POST requests."),
  NO_FORM(
      400,
      "invalid_request",
      "the body must be a form",
      900144,
      "The request body must contain the following parameter: 'grant_type'."),
  PROVED_TWICE(
      400,
      "invalid_request",
      "the client proved itself twice",
      900144,
      "The request carries more than one client credential."),
  UNKNOWN_CLIENT(
      401,
      "invalid_client",
      "unknown client or wrong secret",
      700016,
      "Application with this identifier was not found in the directory."),
  WRONG_SECRET(
      401,
      "invalid_client",
      "unknown client or wrong secret",
      7000215,
      "Invalid client secret provided. Ensure the secret being sent in the request is the client"
          + " secret value, not the client secret ID."),
  GRANT_TYPE(
      400,
      "unsupported_grant_type",
      "unknown grant type",
      70003,
      "The app requested an unsupported grant type."),
  SCOPE(
      400,
      "invalid_scope",
      "unknown scope",
      70011,
      "The provided value for the input parameter 'scope' isn't valid."),
  GRANT_ENDED(
      400,
      "invalid_grant",
      "this grant has ended or was revoked",
      70008,
      "The provided authorization code or refresh token has expired or was revoked."),
  REDIRECT_DIFFERS(
      400,
      "invalid_grant",
      "redirect_uri is not the one that the code was asked for with",
      500112,
      "The reply address does not match the reply address provided when requesting Authorization"
          + " code."),
  VERIFIER(
      400,
      "invalid_grant",
      "code_verifier does not fit the code_challenge (PKCE)",
      501481,
      "The Code_Verifier does not match the code_challenge supplied in the authorization request."),
  ASSERTION_UNREADABLE(
      400, "invalid_grant", "Invalid JWT.", 50027, "JWT token is invalid or malformed."),
  ASSERTION_ISSUER(
      400,
      "invalid_grant",
      "Invalid grant: account not found",
      700016,
      "Application with this identifier was not found in the directory."),
  ASSERTION_SIGNATURE(
      400, "invalid_grant", "Invalid JWT Signature.", 700027, "Client assertion failed signature"),
  ASSERTION_AUDIENCE(
      400,
      "invalid_grant",
      "Invalid JWT: Failed audience check.",
      700212,
      "No matching federated identity record found for presented assertion audience."),
  ASSERTION_TIME(
      400,
      "invalid_grant",
      "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
          + " Check your iat and exp values in the JWT claim.",
      700024,
      "Client assertion is not within its valid time range."),
  ASSERTION_SCOPE(
      400,
      "invalid_scope",
      "Invalid OAuth scope or ID token audience provided.",
      70011,
      "The provided value for the input parameter 'scope' isn't valid."),
  ASSERTION_SUBJECT(
      400,
      "invalid_grant",
      "Invalid email or User ID",
      50034,
      "The user account does not exist in the directory."),
  NOT_DELEGATED(
      401,
      "unauthorized_client",
      "Client is unauthorized to retrieve access tokens using this method, or client not authorized"
          + " for any of the scopes requested.",
      65001,
      "The user or administrator has not consented to use it."),
  DEVICE_PENDING(
      400,
      "authorization_pending",
      "the user has not decided yet",
      70016,
      "OAuth 2.0 device flow error. Authorization is pending. Continue polling."),
  DEVICE_SLOW_DOWN(
      400, "slow_down", "wait longer between polls", 70016, "Authorization is pending."),
  DEVICE_DENIED(400, "access_denied", "the user said no", 65004, "User declined to consent."),
  DEVICE_EXPIRED(
      400, "expired_token", "the device code has expired", 70019, "Verification code expired.");

  private final int status;
  private final String error;
  private final String description;
  private final int number;
  private final String text;

  Refusal(int status, String error, String description, int number, String text) {
    this.status = status;
    this.error = error;
    this.description = description;
    this.number = number;
    this.text = text;
  }

  TokenAnswer answer(ErrorStyle style) {
    return switch (style) {
      case RFC -> TokenAnswer.error(status, error, description);
      case MICROSOFT -> microsoft();
      case GOOGLE -> google();
    };
  }

  private TokenAnswer microsoft() {
    return switch (this) {
      case UNKNOWN_CLIENT -> TokenAnswer.microsoftError(400, "unauthorized_client", number, text);
      case DEVICE_DENIED -> TokenAnswer.microsoftError(400, "authorization_declined", number, text);
      default -> TokenAnswer.microsoftError(status, error, number, text);
    };
  }

  private TokenAnswer google() {
    return switch (this) {
      case UNKNOWN_CLIENT ->
          TokenAnswer.error(401, "invalid_client", "The OAuth client was not found.");
      case WRONG_SECRET -> TokenAnswer.error(401, "invalid_client", "Unauthorized");
      case GRANT_ENDED ->
          TokenAnswer.error(400, "invalid_grant", "Token has been expired or revoked.");
      case DEVICE_PENDING ->
          TokenAnswer.error(428, "authorization_pending", "Precondition Required");
      case DEVICE_SLOW_DOWN -> TokenAnswer.error(403, "slow_down", "Forbidden");
      case DEVICE_DENIED -> TokenAnswer.error(403, "access_denied", "Forbidden");
      default -> TokenAnswer.error(status, error, description);
    };
  }
}
