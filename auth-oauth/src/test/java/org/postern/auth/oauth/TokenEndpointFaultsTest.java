package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.spi.AuthException;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.LogLines;
import org.postern.testkit.TestCa;
import org.postern.testkit.TokenAnswer;
import org.postern.testkit.TokenFault;
import org.postern.testkit.TokenRequest;

/**
 * Whatever a token endpoint may answer: what is taken, what passes, what needs a person. The three
 * tables hold each fault that the testkit can produce.
 */
class TokenEndpointFaultsTest {

  private static final String SECRET = "client & secret + % = / ~ ü";
  private static final TestCa CA = TestCa.create("Endpoint");

  /** Longer than any machine stalls. */
  private static final Duration AMPLE = Duration.ofMinutes(1);

  private final FakeTokenEndpoint endpoint =
      FakeTokenEndpoint.builder().tls(CA.localhost()).client("app & id", SECRET).start();

  @AfterEach
  void stop() {
    endpoint.close();
  }

  static Stream<Arguments> accepted() {
    return Stream.of(
        arguments(TokenFault.EXPIRES_MISSING, 3600.0),
        arguments(TokenFault.EXPIRES_TEXT, 3600.0),
        arguments(TokenFault.EXPIRES_FLOAT, 3600.5),
        arguments(TokenFault.EXPIRES_ZERO, 0.0),
        arguments(TokenFault.EXPIRES_NEGATIVE, 0.0),
        arguments(TokenFault.EXPIRES_HUGE, 86_400.0),
        arguments(TokenFault.EXPIRES_WORD, 3600.0),
        arguments(TokenFault.EXPIRES_SHORT, 5.0),
        arguments(TokenFault.TYPE_LOWER_CASE, 3600.0),
        arguments(TokenFault.EXTRA_FIELDS, 3600.0),
        arguments(TokenFault.BOM, 3600.0),
        arguments(TokenFault.GZIP, 3600.0),
        arguments(TokenFault.TEXT_PLAIN, 3600.0),
        arguments(TokenFault.TEXT_HTML, 3600.0),
        arguments(TokenFault.HUGE_TOKEN, 3600.0),
        arguments(TokenFault.CLOCK_AHEAD, 3600.0),
        arguments(TokenFault.CLOCK_BEHIND, 3600.0));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void isAccepted(TokenFault fault, double seconds) throws AuthException {
    endpoint.next(fault.answer());

    TokenSource.AccessToken token = source(endpoint.uri()).fetch();

    assertThat(token.value().reveal()).isEqualTo(endpoint.tokens().latest().orElseThrow());
    assertThat(token.lifetime()).isEqualTo(Duration.ofMillis((long) (1000 * seconds)));
  }

  @ParameterizedTest
  @CsvSource({"CLOCK_AHEAD, 7200", "CLOCK_BEHIND, -7200"})
  void aClockThatIsOffIsNoticed(TokenFault fault, long seconds) throws AuthException {
    endpoint.next(fault.answer());

    assertThat(source(endpoint.uri()).fetch().clockAhead().orElseThrow())
        .isBetween(Duration.ofSeconds(seconds - 60), Duration.ofSeconds(seconds + 60));
  }

  static final List<TokenFault> PASSING =
      List.of(
          TokenFault.UNAVAILABLE,
          TokenFault.THROTTLED,
          TokenFault.RETRY_AFTER_NONSENSE,
          TokenFault.RETRY_AFTER_DATE,
          TokenFault.RETRY_AFTER_ABSURD,
          TokenFault.REQUEST_TIMEOUT,
          TokenFault.SERVER_ERROR,
          TokenFault.HTML_BAD_GATEWAY,
          TokenFault.GATEWAY_TIMEOUT,
          TokenFault.HTML_LOGIN,
          TokenFault.EMPTY,
          TokenFault.CUT_JSON,
          TokenFault.ARRAY,
          TokenFault.NULL_TOKEN,
          TokenFault.EMPTY_TOKEN,
          TokenFault.NUMBER_TOKEN,
          TokenFault.NO_TOKEN,
          TokenFault.UTF16,
          TokenFault.FORM_BODY,
          TokenFault.GIANT,
          TokenFault.ZIP_BOMB,
          TokenFault.DEEP,
          TokenFault.SLOW_HEADERS,
          TokenFault.SLOW_BODY,
          TokenFault.HANG,
          TokenFault.EOF,
          TokenFault.RESET);

  private static final Set<TokenFault> ENDLESS =
      EnumSet.of(TokenFault.SLOW_HEADERS, TokenFault.SLOW_BODY, TokenFault.HANG);

  static List<TokenFault> passing() {
    return PASSING;
  }

  @ParameterizedTest
  @MethodSource("passing")
  void passes(TokenFault fault) {
    endpoint.always(fault.answer());
    // those that never end cost as long as there is; no other may be cut by it
    Duration time = ENDLESS.contains(fault) ? Duration.ofMillis(1500) : AMPLE;

    assertThat(failure(endpoint.uri(), time).permanent()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"UTF16", "FORM_BODY", "HTML_LOGIN", "EMPTY", "CUT_JSON", "ARRAY", "DEEP"})
  void whatIsNoJsonIsSaidInPlainWords(TokenFault fault) {
    endpoint.always(fault.answer());

    assertThat(failure(endpoint.uri())).hasMessageContaining("with something that is no JSON");
  }

  static Stream<Arguments> needing() {
    return Stream.of(
        arguments(TokenFault.WRONG_SECRET, "AADSTS7000215"),
        arguments(TokenFault.SECRET_EXPIRED, "Make a new secret"),
        arguments(TokenFault.APP_NOT_FOUND, "unauthorized_client"),
        arguments(TokenFault.TENANT_NOT_FOUND, "AADSTS90002"),
        arguments(TokenFault.INVALID_SCOPE, "invalid_scope"),
        arguments(TokenFault.SCOPE_NOT_DEFAULT, ".default"),
        arguments(TokenFault.NO_CONSENT, "invalid_grant"),
        arguments(TokenFault.CONDITIONAL_ACCESS, "interaction_required"),
        arguments(TokenFault.USER_NOT_FOUND, "AADSTS50034"),
        arguments(TokenFault.REFRESH_EXPIRED, "AADSTS700082"),
        arguments(TokenFault.GOOGLE_CLOCK, "short-lived token"),
        arguments(TokenFault.GOOGLE_NO_DELEGATION, "unauthorized_client"),
        arguments(TokenFault.GOOGLE_REVOKED, "expired or revoked"),
        arguments(TokenFault.FORBIDDEN, "answered 403"),
        arguments(TokenFault.NOT_FOUND, "answered 404"),
        arguments(TokenFault.PROXY_LOGIN, "answered 407"),
        arguments(TokenFault.TYPE_MAC, "type \"mac\""),
        arguments(TokenFault.REDIRECT, "redirects are not followed"));
  }

  @ParameterizedTest
  @MethodSource("needing")
  void needsAPerson(TokenFault fault, String said) {
    endpoint.always(fault.answer());

    AuthException failure = failure(endpoint.uri());

    assertThat(failure.permanent()).isTrue();
    assertThat(failure).hasMessageContaining(said);
  }

  @Test
  void theTablesHoldEachFaultOfTheTestkitOnce() {
    Stream<TokenFault> named =
        Stream.concat(accepted(), needing()).map(row -> (TokenFault) row.get()[0]);

    assertThat(Stream.concat(named, PASSING.stream()))
        .containsExactlyInAnyOrder(TokenFault.values());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsAreNotFollowed(int status) {
    try (FakeTokenEndpoint elsewhere = FakeTokenEndpoint.builder().start()) {
      endpoint.always(TokenAnswer.redirect(status, elsewhere.uri() + "?client_secret=x"));

      AuthException failure = failure(endpoint.uri());

      assertThat(failure.permanent()).isTrue();
      assertThat(failure)
          .hasMessageContaining("redirect")
          .hasMessageNotContaining("client_secret=");
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "THROTTLED, 5, 5",
    "UNAVAILABLE, 120, 120",
    "RETRY_AFTER_DATE, 60, 120",
    "RETRY_AFTER_ABSURD, 3600, 3600"
  })
  void retryAfterIsObeyedAndCapped(TokenFault fault, long least, long most) {
    endpoint.always(fault.answer());

    assertThat(failure(endpoint.uri()).retryAfter().orElseThrow())
        .isBetween(Duration.ofSeconds(least), Duration.ofSeconds(most));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-3", "0", "Thu, 01 Jan 1970 00:00:00 GMT"})
  void aTimeToComeBackThatIsNoneIsIgnored(String nonsense) {
    endpoint.always(TokenAnswer.status(503, "text/plain", "").header("Retry-After", nonsense));

    assertThat(failure(endpoint.uri()).retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 408, 429, 500, 502, 503, 504})
  void aStatusWithoutAWordIsJudgedByItself(int status) {
    endpoint.always(TokenAnswer.status(status, "text/plain", "no"));
    boolean passes = status == 408 || status == 429 || status >= 500;

    assertThat(failure(endpoint.uri()).permanent()).isEqualTo(!passes);
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_client, true",
    "invalid_grant, true",
    "unauthorized_client, true",
    "invalid_scope, true",
    "temporarily_unavailable, false"
  })
  void anErrorOfTheStandardIsJudgedByItsName(String error, boolean needsAPerson) {
    endpoint.always(TokenAnswer.error(400, error, "why"));

    assertThat(failure(endpoint.uri()).permanent()).isEqualTo(needsAPerson);
  }

  @Test
  void whatTheEndpointEchoesIsCleaned() {
    endpoint.always(
        TokenAnswer.error(401, "invalid_client", "secret " + SECRET + " is\\u001b[31m wrong"));

    assertThat(failure(endpoint.uri()))
        .hasMessageNotContaining(SECRET)
        .hasMessageNotContaining("\u001b")
        .hasMessageContaining("********");
  }

  @Test
  void ofAPageThatCameInPlaceOfATokenTheLogHolds200Characters() {
    String logged;
    try (LogLines log = LogLines.of(TokenReply.class.getName())) {
      endpoint.next(TokenAnswer.status(200, "text/html", "<h1>Log in</h1> " + "wort ".repeat(99)));
      failure(endpoint.uri());
      endpoint.next(TokenAnswer.status(200, "text/html", "<h1>" + SECRET + "</h1>"));
      failure(endpoint.uri());
      logged = log.text();
    }
    assertThat(logged).contains("<h1>Log in</h1> wort wort").contains("<h1>********</h1>");
    assertThat(logged.lines().findFirst().orElseThrow()).hasSizeBetween(200, 350);
    assertThat(logged).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
  void anAnswerThatCannotBeReadAndMayHoldATokenIsNotLogged(String charset) {
    String logged;
    try (LogLines log = LogLines.of(TokenReply.class.getName())) {
      endpoint.next(
          TokenAnswer.json("{\"token_type\":\"bearer\",\"access_token\":\"opaque.short-4711\", cut")
              .charset(Charset.forName(charset)));
      assertThat(failure(endpoint.uri())).hasMessageNotContaining("t-4711");
      logged = log.text();
    }
    assertThat(logged).contains("bytes that may hold a token").doesNotContain("t-4711", "4\0007");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_secret_post", "client_secret_basic"})
  void idAndSecretArriveWhateverTheirCharacters(String how) throws AuthException {
    source(endpoint.uri(), CA.trustingContext(), how, AMPLE).fetch();

    TokenRequest request = endpoint.requests().get(0);
    assertThat(request.clientAuth().name()).containsIgnoringCase(how.substring(14));
    assertThat(request.form()).containsEntry("grant_type", "client_credentials");
    assertThat(request.form()).containsEntry("scope", "a b");
  }

  private static AuthException failure(URI url) {
    return failure(url, AMPLE);
  }

  private static AuthException failure(URI url, Duration time) {
    TokenSource source = source(url, CA.trustingContext(), "client_secret_post", time);
    AuthException failure = catchThrowableOfType(AuthException.class, source::fetch);
    assertThat(failure).as("a failure").isNotNull();
    assertThat(failure).hasMessageNotContaining(SECRET);
    return failure;
  }

  private static TokenSource source(URI url) {
    return source(url, CA.trustingContext(), "client_secret_post", AMPLE);
  }

  private static TokenSource source(URI url, SSLContext trust, String clientAuth, Duration time) {
    return OAuthSettings.source(
        OAuthSettings.secret(SECRET, url)
            .set(OAuthKeys.CLIENT_ID, "app & id")
            .set(OAuthKeys.SCOPE, "a b")
            .set(OAuthKeys.CLIENT_AUTH, OAuthKeys.CLIENT_AUTH.parse(clientAuth))
            .set(OAuthKeys.TOTAL_TIMEOUT, time)
            .build(),
        trust);
  }
}
