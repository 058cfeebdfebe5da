package org.postern.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What goes wrong between clients and token endpoints, ready to be played: {@code
 * endpoint.next(TokenFault.HTML_LOGIN.answer())}. Numbers and sense of the AADSTS texts:
 * learn.microsoft.com, "Microsoft Entra authentication and authorization error codes"; Google's:
 * developers.google.com, "Using OAuth 2.0 for Server to Server Applications", collected in November
 * 2026.
 */
public enum TokenFault {
  /** The secret is not the client's. */
  WRONG_SECRET(() -> ms(401, "invalid_client", 7000215, "Invalid client secret provided.")),
  /** The secret was the client's once. */
  SECRET_EXPIRED(
      () -> ms(401, "invalid_client", 7000222, "The provided client secret keys are expired.")),
  /** No such application in this tenant. */
  APP_NOT_FOUND(
      () ->
          ms(
              400,
              "unauthorized_client",
              700016,
              "Application with identifier 'app' was not found in the directory.")),
  /** No such tenant. */
  TENANT_NOT_FOUND(() -> ms(400, "invalid_request", 90002, "Tenant 'example' not found.")),
  /** The scope is none that exists. */
  INVALID_SCOPE(
      () -> ms(400, "invalid_scope", 70011, "The provided value for scope is not valid.")),
  /** For client credentials the scope must end in {@code /.default}. */
  SCOPE_NOT_DEFAULT(
      () -> ms(400, "invalid_scope", 1002012, "The provided value for scope is not valid.")),
  /** No administrator has consented. */
  NO_CONSENT(
      () ->
          ms(
              400,
              "invalid_grant",
              65001,
              "The user or administrator has not consented to use it.")),
  /** Conditional access forbids it. */
  CONDITIONAL_ACCESS(
      () -> ms(400, "interaction_required", 53003, "Access has been blocked by policies.")),
  /** No such user. */
  USER_NOT_FOUND(
      () -> ms(400, "invalid_grant", 50034, "The user account does not exist in the directory.")),
  /** The refresh token was not used for 90 days. */
  REFRESH_EXPIRED(
      () -> ms(400, "invalid_grant", 700082, "The refresh token has expired due to inactivity.")),
  /** Google: the clocks differ, or the assertion lives too long. */
  GOOGLE_CLOCK(() -> Refusal.ASSERTION_TIME.answer(ErrorStyle.GOOGLE)),
  /** Google: nobody has delegated this scope to the service account. */
  GOOGLE_NO_DELEGATION(() -> Refusal.NOT_DELEGATED.answer(ErrorStyle.GOOGLE)),
  /** Google: the grant was revoked, or was given to a project in testing 7 days ago. */
  GOOGLE_REVOKED(() -> Refusal.GRANT_ENDED.answer(ErrorStyle.GOOGLE)),
  /** 429, to come back in 5 s. */
  THROTTLED(
      () -> TokenAnswer.error(429, "slow_down", "too many requests").header("Retry-After", "5")),
  /** 503, to come back in 120 s. */
  UNAVAILABLE(
      () ->
          TokenAnswer.error(503, "temporarily_unavailable", "try later")
              .header("Retry-After", "120")),
  /** 503 with a time to come back that is none. */
  RETRY_AFTER_NONSENSE(
      () -> TokenAnswer.status(503, "text/plain", "").header("Retry-After", "soon")),
  /** 503, to come back at a time that is given as a date (RFC 9110 section 5.6.7). */
  RETRY_AFTER_DATE(
      () ->
          TokenAnswer.status(503, "text/plain", "")
              .header("Retry-After", httpDate(Duration.ofSeconds(120)))),
  /** 503, to come back in three years. */
  RETRY_AFTER_ABSURD(
      () -> TokenAnswer.status(503, "text/plain", "").header("Retry-After", "99999999")),
  /** 408: the request did not arrive in time. */
  REQUEST_TIMEOUT(() -> TokenAnswer.status(408, "text/plain", "")),
  /** 504 of a proxy whose server does not answer. */
  GATEWAY_TIMEOUT(() -> TokenAnswer.status(504, "text/plain", "")),
  /** 500 without a word. */
  SERVER_ERROR(() -> TokenAnswer.status(500, "text/plain", "")),
  /** 403 of a firewall. */
  FORBIDDEN(() -> TokenAnswer.html(403)),
  /** 404: the address is wrong. */
  NOT_FOUND(() -> TokenAnswer.html(404)),
  /** 407: the proxy wants a login. */
  PROXY_LOGIN(() -> TokenAnswer.html(407).header("Proxy-Authenticate", "Basic realm=\"proxy\"")),
  /** A login page with 200, as a captive portal shows it. */
  HTML_LOGIN(() -> TokenAnswer.html(200)),
  /** 502 of a proxy, with a page. */
  HTML_BAD_GATEWAY(() -> TokenAnswer.html(502)),
  /** 200 and nothing. */
  EMPTY(() -> TokenAnswer.json("")),
  /** JSON that breaks off, with its length right. */
  CUT_JSON(() -> TokenAnswer.json("{\"access_token\":\"abc")),
  /** An array instead of an object. */
  ARRAY(() -> TokenAnswer.json("[]")),
  /** The token is null. */
  NULL_TOKEN(() -> TokenAnswer.token().field("access_token", "null")),
  /** The token is the empty text. */
  EMPTY_TOKEN(() -> TokenAnswer.token().field("access_token", "\"\"")),
  /** The token is a number. */
  NUMBER_TOKEN(() -> TokenAnswer.token().field("access_token", "4711")),
  /** There is no token. */
  NO_TOKEN(() -> TokenAnswer.token().without("access_token")),
  /** Nobody says how long it lives. */
  EXPIRES_MISSING(() -> expires(Optional.empty())),
  /** As a text, as the v1 endpoint of Microsoft sends it. */
  EXPIRES_TEXT(() -> expires(Optional.of("\"3600\""))),
  /** As a number with a point. */
  EXPIRES_FLOAT(() -> expires(Optional.of("3600.5"))),
  /** Not at all. */
  EXPIRES_ZERO(() -> expires(Optional.of("0"))),
  /** It has ended before. */
  EXPIRES_NEGATIVE(() -> expires(Optional.of("-1"))),
  /** More than any integer type holds. */
  EXPIRES_HUGE(() -> expires(Optional.of("99999999999999999999"))),
  /** A word. */
  EXPIRES_WORD(() -> expires(Optional.of("\"soon\""))),
  /** Good for 5 s, or so it says. */
  EXPIRES_SHORT(() -> expires(Optional.of("5"))),
  /** A type of token that cannot be sent to a mail server. */
  TYPE_MAC(() -> TokenAnswer.token().field("token_type", "\"mac\"")),
  /** {@code bearer} in lower case, which is good. */
  TYPE_LOWER_CASE(() -> TokenAnswer.token().field("token_type", "\"bearer\"")),
  /** A good token of 16 KB, too long for one line of SMTP. */
  HUGE_TOKEN(() -> TokenAnswer.token().tokenLength(16_384)),
  /** A body of 100 MB. */
  GIANT(() -> TokenAnswer.token().giant(100_000_000)),
  /** JSON nested 100,000 deep. */
  DEEP(() -> TokenAnswer.deep(100_000)),
  /** Some KB that unpack to 50 MB. */
  ZIP_BOMB(() -> TokenAnswer.bomb(50_000_000)),
  /** A head that drips, a byte in 200 ms. */
  SLOW_HEADERS(() -> TokenAnswer.token().slowHeaders(Duration.ofMillis(200))),
  /** A body that drips, a byte in 200 ms. */
  SLOW_BODY(() -> TokenAnswer.token().slowBody(Duration.ofMillis(200))),
  /** No answer. */
  HANG(TokenAnswer::hang),
  /** The stream ends in the middle of the body. */
  EOF(() -> TokenAnswer.token().cutAfter(10)),
  /** TCP reset instead of an answer. */
  RESET(TokenAnswer::reset),
  /** A redirect that keeps the method, to a place that would see the secret. */
  REDIRECT(() -> TokenAnswer.redirect(307, "https://localhost:1/token")),
  /** A good answer, gzipped. */
  GZIP(() -> TokenAnswer.token().gzip()),
  /** A good answer after a byte order mark. */
  BOM(() -> TokenAnswer.token().bom()),
  /** A good answer in UTF-16. */
  UTF16(() -> TokenAnswer.token().charset(StandardCharsets.UTF_16)),
  /** A good answer as {@code text/plain}. */
  TEXT_PLAIN(() -> TokenAnswer.token().header("Content-Type", "text/plain")),
  /** A good answer as {@code text/html}. */
  TEXT_HTML(() -> TokenAnswer.token().header("Content-Type", "text/html")),
  /** A good answer with a member that nobody asked for. */
  EXTRA_FIELDS(() -> TokenAnswer.token().field("x", "{\"y\":[1]}")),
  /** A good answer whose clock is two hours ahead. */
  CLOCK_AHEAD(() -> clock(Duration.ofHours(2))),
  /** A good answer whose clock is two hours behind. */
  CLOCK_BEHIND(() -> clock(Duration.ofHours(-2))),
  /** An answer in form encoding. */
  FORM_BODY(
      () ->
          TokenAnswer.status(
              200, "application/x-www-form-urlencoded", "access_token=abc&token_type=bearer"));

  private final Supplier<TokenAnswer> answer;

  TokenFault(Supplier<TokenAnswer> answer) {
    this.answer = answer;
  }

  /** What the endpoint answers; times and identifiers in it are new with each call. */
  public TokenAnswer answer() {
    return answer.get();
  }

  /** The name in scripts: {@code html-login}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<TokenFault> named(String id) {
    return Arrays.stream(values()).filter(fault -> fault.id().equals(id)).findFirst();
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(TokenFault::id).toList();
  }

  private static TokenAnswer ms(int status, String error, int number, String text) {
    return TokenAnswer.microsoftError(status, error, number, text);
  }

  private static TokenAnswer clock(Duration ahead) {
    return TokenAnswer.token().header("Date", httpDate(ahead));
  }

  private static String httpDate(Duration fromNow) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        ZonedDateTime.now(ZoneOffset.UTC).plus(fromNow));
  }

  private static TokenAnswer expires(Optional<String> raw) {
    return raw.map(value -> TokenAnswer.token().field("expires_in", value))
        .orElseGet(() -> TokenAnswer.token().without("expires_in"));
  }
}
