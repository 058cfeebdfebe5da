package org.postern.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.MailSettings;
import org.postern.core.spi.AuthException;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.TestCa;
import org.postern.testkit.TokenAnswer;
import org.postern.testkit.TokenRequest;

/** Whatever a token endpoint may answer: what is taken, what waits, what needs a person. */
class TokenEndpointFaultsTest {

  private static final String SECRET = "client & secret + % = / ~ ü";
  private static final TestCa CA = TestCa.create("Endpoint");

  private final FakeTokenEndpoint endpoint =
      FakeTokenEndpoint.builder().tls(CA.localhost()).client("app & id", SECRET).start();

  @AfterEach
  void stop() {
    endpoint.close();
  }

  static Stream<Arguments> accepted() {
    return Stream.of(
        arguments("expires_in missing", TokenAnswer.token().without("expires_in"), 3600),
        arguments("string", TokenAnswer.token().field("expires_in", "\"1800\""), 1800),
        arguments("float", TokenAnswer.token().field("expires_in", "1800.0"), 1800),
        arguments("zero", TokenAnswer.token().field("expires_in", "0"), 0),
        arguments("negative", TokenAnswer.token().field("expires_in", "-5"), 0),
        arguments("overflow", TokenAnswer.token().field("expires_in", "1e30"), 86400),
        arguments("soon", TokenAnswer.token().field("expires_in", "\"soon\""), 3600),
        arguments("five seconds", TokenAnswer.token().field("expires_in", "5"), 5),
        arguments("lower case", TokenAnswer.token().field("token_type", "\"bearer\""), 3600),
        arguments("extra fields", TokenAnswer.token().field("x", "{\"y\":[1]}"), 3600),
        arguments("byte order mark", TokenAnswer.token().bom(), 3600),
        arguments("gzip", TokenAnswer.token().gzip(), 3600),
        arguments("text/plain", TokenAnswer.token().header("Content-Type", "text/plain"), 3600),
        arguments("text/html", TokenAnswer.token().header("Content-Type", "text/html"), 3600),
        arguments("16 KB token", TokenAnswer.token().tokenLength(16_384), 3600));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
  void anAnswerThatCannotBeReadAndMayHoldATokenIsNotLogged(String charset) throws Exception {
    String token = "opaque.short-4711";
    byte[] body =
        ("{\"token_type\":\"bearer\",\"access_token\":\"" + token + "\", cut")
            .getBytes(Charset.forName(charset));
    StringBuilder logged = new StringBuilder();
    Handler listening = listening(logged);
    Logger log = Logger.getLogger(TokenReply.class.getName());
    log.addHandler(listening);
    try {
      TokenEndpoint.Answer answer =
          new TokenEndpoint.Answer(200, HttpHeaders.of(Map.of(), (a, b) -> true), body);
      assertThatThrownBy(
              () -> new TokenReply(URI.create("https://idp.test/t"), Optional.empty()).read(answer))
          .isInstanceOf(AuthException.class)
          .hasMessageNotContaining("4711");
    } finally {
      log.removeHandler(listening);
    }
    assertThat(logged.toString()).contains(body.length + " bytes").doesNotContain("4711", "4\0007");
  }

  private static Handler listening(StringBuilder to) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        to.append(line.getMessage()).append(Arrays.toString(line.getParameters()));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void isAccepted(String name, TokenAnswer answer, long seconds) throws AuthException {
    endpoint.next(answer);

    TokenSource.AccessToken token = source(endpoint.uri()).fetch();

    assertThat(token.value().reveal()).isEqualTo(endpoint.tokens().latest().orElseThrow());
    assertThat(token.lifetime()).isEqualTo(Duration.ofSeconds(seconds));
  }

  static Stream<Arguments> temporary() {
    return Stream.of(
        arguments("temporarily_unavailable", error(400, "temporarily_unavailable")),
        arguments("408", error(408, "")),
        arguments("429", error(429, "")),
        arguments("500", error(500, "server_error")),
        arguments("502 as HTML", TokenAnswer.html(502)),
        arguments("503", error(503, "")),
        arguments("504", error(504, "")),
        arguments("captive portal", TokenAnswer.html(200)),
        arguments("empty body", TokenAnswer.json("")),
        arguments("cut JSON", TokenAnswer.json("{\"access_token\":\"ab")),
        arguments("array", TokenAnswer.json("[1]")),
        arguments("no token", TokenAnswer.token().without("access_token")),
        arguments("null token", TokenAnswer.token().field("access_token", "null")),
        arguments("empty token", TokenAnswer.token().field("access_token", "\"\"")),
        arguments("number token", TokenAnswer.token().field("access_token", "5")),
        arguments("UTF-16", TokenAnswer.token().charset(UTF_16)),
        arguments("form body", TokenAnswer.status(200, "text/plain", "access_token=x")),
        arguments("giant", TokenAnswer.token().giant(5_000_000)),
        arguments("gzip bomb", TokenAnswer.bomb(50_000_000)),
        arguments("deep", TokenAnswer.deep(100_000)),
        arguments("slow headers", TokenAnswer.token().slowHeaders(Duration.ofMillis(100))),
        arguments("slow body", TokenAnswer.token().slowBody(Duration.ofMillis(100))),
        arguments("hang", TokenAnswer.hang()),
        arguments("end in the middle", TokenAnswer.token().cutAfter(40)),
        arguments("reset", TokenAnswer.reset()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("temporary")
  void isTemporary(String name, TokenAnswer answer) {
    endpoint.always(answer);

    assertThat(failure(endpoint.uri()).permanent()).isFalse();
  }

  static Stream<Arguments> permanent() {
    return Stream.of(
        arguments("invalid_client", error(401, "invalid_client"), "invalid_client"),
        arguments("invalid_grant", error(400, "invalid_grant"), "invalid_grant"),
        arguments("unauthorized_client", error(400, "unauthorized_client"), "unauthorized_client"),
        arguments(
            "invalid_scope", error(400, "invalid_scope"), "Check mksis.security.smtp.oauth.scope"),
        arguments("403", error(403, ""), "403"),
        arguments("404 as HTML", TokenAnswer.html(404), "404"),
        arguments("MAC", TokenAnswer.token().field("token_type", "\"mac\""), "mac"),
        arguments(
            "Microsoft's number",
            TokenAnswer.error(401, "invalid_client", "AADSTS7000222: The secret keys are expired."),
            "Make a new secret"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("permanent")
  void needsAPerson(String name, TokenAnswer answer, String said) {
    endpoint.always(answer);

    AuthException failure = failure(endpoint.uri());

    assertThat(failure.permanent()).isTrue();
    assertThat(failure).hasMessageContaining(said);
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

  @Test
  void retryAfterIsObeyedCappedAndNonsenseIgnored() {
    assertThat(wait("30")).hasValue(Duration.ofSeconds(30));
    assertThat(wait("999999")).hasValue(Duration.ofHours(1));
    assertThat(wait("soon")).isEmpty();
    assertThat(wait("-3")).isEmpty();
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(120));
    assertThat(wait(date))
        .hasValueSatisfying(
            w -> assertThat(w).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(120)));
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

  @ParameterizedTest
  @ValueSource(strings = {"client_secret_post", "client_secret_basic"})
  void idAndSecretArriveWhateverTheirCharacters(String how) throws AuthException {
    source(endpoint.uri(), CA.trustingContext(), how).fetch();

    TokenRequest request = endpoint.requests().get(0);
    assertThat(request.clientAuth().name()).containsIgnoringCase(how.substring(14));
    assertThat(request.form()).containsEntry("grant_type", "client_credentials");
    assertThat(request.form()).containsEntry("scope", "a b");
  }

  @Test
  void anUntrustedCertificateIsNeverTakenAndTheRemedyIsNamed() throws Exception {
    AuthException failure =
        catchThrowableOfType(
            AuthException.class,
            () -> source(endpoint.uri(), SSLContext.getDefault(), "client_secret_post").fetch());

    assertThat(failure.permanent()).isTrue();
    assertThat(failure).hasMessageContaining("postern truststore import");
    assertThat(endpoint.requests()).isEmpty();
  }

  static Stream<ServerIdentity> badCertificates() {
    return Stream.of(
        CA.issue("localhost").expired().build(),
        CA.issue("localhost").notYetValid().build(),
        CA.issue("other.example.com").build(),
        CA.issue("localhost").selfSigned().build());
  }

  @ParameterizedTest
  @MethodSource("badCertificates")
  void aBadCertificateIsNeverTaken(ServerIdentity identity) {
    try (FakeTokenEndpoint bad = FakeTokenEndpoint.builder().tls(identity).start()) {
      assertThat(failure(bad.uri()).permanent()).isTrue();
      assertThat(bad.requests()).isEmpty();
    }
  }

  @Test
  void aClosedPortAndAnUnknownNameAreTemporary() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }

    assertThat(failure(URI.create("https://127.0.0.1:" + closed + "/token")).permanent()).isFalse();
    assertThat(failure(URI.create("https://does-not-exist.invalid/token")).permanent()).isFalse();
  }

  private java.util.Optional<Duration> wait(String retryAfter) {
    endpoint.always(error(429, "").header("Retry-After", retryAfter));
    return failure(endpoint.uri()).retryAfter();
  }

  private static TokenAnswer error(int status, String error) {
    return error.isEmpty()
        ? TokenAnswer.status(status, "text/plain", "no")
        : TokenAnswer.error(status, error, "why");
  }

  private static AuthException failure(URI url) {
    AuthException failure = catchThrowableOfType(AuthException.class, () -> source(url).fetch());
    assertThat(failure).as("a failure").isNotNull();
    assertThat(failure).hasMessageNotContaining(SECRET);
    return failure;
  }

  private static TokenSource source(URI url) {
    return source(url, CA.trustingContext(), "client_secret_post");
  }

  private static TokenSource source(URI url, SSLContext trust, String clientAuth) {
    MailSettings settings =
        OAuthSettings.secret(SECRET, url)
            .set(OAuthKeys.CLIENT_ID, "app & id")
            .set(OAuthKeys.SCOPE, "a b")
            .set(OAuthKeys.CLIENT_AUTH, OAuthKeys.CLIENT_AUTH.parse(clientAuth))
            .set(OAuthKeys.TOTAL_TIMEOUT, Duration.ofMillis(1500))
            .build();
    return OAuthSettings.source(settings, trust);
  }
}
