package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeTokenEndpointTest {

  private static final TestCa CA = TestCa.create();
  private static final String ID = "client&+%=/~ü one";
  private static final String SECRET = "s&+%=/~ü :x";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().sslContext(CA.trustingContext()).build();

  private final FakeTokenEndpoint endpoint =
      FakeTokenEndpoint.builder().tls(CA.localhost()).client(ID, SECRET).scope("mail").start();

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void issuesATokenToTheClientThatProvesItselfByPost() throws Exception {
    HttpResponse<byte[]> answer = post(form(ID, SECRET, "mail"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer))
        .contains(endpoint.tokens().latest().orElseThrow())
        .contains("\"expires_in\":3600");
    assertThat(endpoint.tokens().accepts(endpoint.tokens().latest().orElseThrow())).isTrue();
    assertThat(endpoint.requests().get(0).clientAuth()).isEqualTo(TokenRequest.ClientAuth.POST);
    assertThat(endpoint.requests().get(0).form()).containsEntry("client_secret", SECRET);
  }

  @Test
  void issuesATokenToTheClientThatProvesItselfByBasicFormEncoded() throws Exception {
    HttpResponse<byte[]> answer =
        post("grant_type=client_credentials&scope=mail", "Authorization", basic(ID, SECRET));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(endpoint.requests().get(0).clientAuth()).isEqualTo(TokenRequest.ClientAuth.BASIC);
    assertThat(endpoint.requests().get(0).clientId()).contains(ID);
  }

  @Test
  void refusesWhatAGoodEndpointRefuses() throws Exception {
    assertThat(text(post(form(ID, "wrong", "mail")))).contains("invalid_client");
    assertThat(text(post(form("other", SECRET, "mail")))).contains("invalid_client");
    assertThat(text(post(form(ID, SECRET, "else")))).contains("invalid_scope");
    assertThat(text(post(form(ID, SECRET, "mail").replace("client_credentials", "x"))))
        .contains("unsupported_grant_type");
    assertThat(text(post(form(ID, SECRET, "mail"), "Authorization", basic(ID, SECRET))))
        .contains("invalid_request");
    assertThat(endpoint.tokens().issued()).isEmpty();
  }

  @Test
  void tokensEndByThemselvesAndByRevocation() {
    TokenRegistry tokens = new TokenRegistry();
    tokens.add("ended", Duration.ZERO);
    tokens.add("revoked", Duration.ofHours(1));
    tokens.add("good", Duration.ofHours(1));
    tokens.revoke("revoked");

    assertThat(Stream.of("ended", "revoked", "unknown", "good").filter(tokens::accepts))
        .containsExactly("good");
    tokens.revokeAll();
    assertThat(tokens.accepts("good")).isFalse();
    assertThat(tokens.toString()).doesNotContain("good");
  }

  @Test
  void scriptedAnswersComeInOrderAndThenTheStandingOne() throws Exception {
    endpoint.next(
        TokenAnswer.error(503, "temporarily_unavailable", "say \"later\"")
            .header("Retry-After", "7"),
        TokenAnswer.html(200));
    endpoint.always(TokenAnswer.json("[]"));

    HttpResponse<byte[]> first = post(good());
    assertThat(first.statusCode()).isEqualTo(503);
    assertThat(first.headers().firstValue("Retry-After")).contains("7");
    assertThat(text(first)).contains("say \\\"later\\\"");
    assertThat(text(post(good()))).contains("<html>");
    assertThat(text(post(good()))).isEqualTo("[]");
    endpoint.recover();
    assertThat(text(post(good()))).contains("access_token");
    assertThat(endpoint.requests()).hasSize(4);
  }

  @Test
  void membersOfTheGoodAnswerCanBeChanged() throws Exception {
    endpoint.next(
        TokenAnswer.token()
            .field("expires_in", "\"3600\"")
            .field("token_type", "\"MAC\"")
            .without("scope")
            .tokenLength(16_000));

    String text = text(post(good()));

    assertThat(text).contains("\"expires_in\":\"3600\"", "\"token_type\":\"MAC\"");
    assertThat(text).doesNotContain("\"scope\"");
    assertThat(endpoint.tokens().latest().orElseThrow()).hasSize(16_000);
  }

  @Test
  void bodiesCanBeZippedMarkedPaddedAndRecoded() throws Exception {
    endpoint.next(
        TokenAnswer.bomb(1_000_000),
        TokenAnswer.token().bom(),
        TokenAnswer.token().charset(StandardCharsets.UTF_16),
        TokenAnswer.token().giant(3_000_000),
        TokenAnswer.deep(50_000));

    HttpResponse<byte[]> bomb = post(good());
    assertThat(bomb.body().length).isLessThan(10_000);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(bomb.body())).readAllBytes().length)
        .isGreaterThan(1_000_000);
    assertThat(text(post(good()))).startsWith("\uFEFF{");
    assertThat(post(good()).body()).startsWith(0xFE, 0xFF, 0, '{');
    assertThat(post(good()).body().length).isGreaterThan(3_000_000);
    assertThat(text(post(good()))).startsWith("{\"x\":[[[[").hasSize(100_006);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsNameTheirTarget(int status) throws Exception {
    endpoint.next(TokenAnswer.redirect(status, "https://elsewhere.test/"));

    HttpResponse<byte[]> answer = post(good());

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Location")).contains("https://elsewhere.test/");
  }

  static Stream<TokenAnswer> broken() {
    return Stream.of(TokenAnswer.reset(), TokenAnswer.token().cutAfter(20));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void brokenTransportNeverGivesAWholeAnswer(TokenAnswer answer) {
    endpoint.next(answer);

    assertThatThrownBy(() -> post(good())).isInstanceOf(IOException.class);
    assertThat(endpoint.requests()).hasSize(1);
  }

  static Stream<TokenAnswer> late() {
    return Stream.of(
        TokenAnswer.hang(),
        TokenAnswer.token().slowHeaders(Duration.ofHours(1)),
        TokenAnswer.token().slowBody(Duration.ofHours(1)));
  }

  @ParameterizedTest
  @MethodSource("late")
  void answerThatDoesNotComeToItsEndIsNoneWhenTheServerGoes(TokenAnswer answer) {
    endpoint.next(answer);
    CompletableFuture<HttpResponse<byte[]>> waiting =
        HTTP.sendAsync(request(good()), HttpResponse.BodyHandlers.ofByteArray());

    await().atMost(Duration.ofMinutes(1)).until(() -> endpoint.requests().size() == 1);
    assertThat(waiting).isNotDone();
    endpoint.close();
    assertThatThrownBy(waiting::get).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void slowBodyArrivesWholeInTheEnd() throws Exception {
    endpoint.next(TokenAnswer.json("{\"slow\":true}").slowBody(Duration.ofMillis(1)));

    assertThat(text(post(good()))).isEqualTo("{\"slow\":true}");
  }

  @Test
  void anAnswerWaitsForItsLatch() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    endpoint.next(TokenAnswer.token().after(latch));

    CompletableFuture<HttpResponse<byte[]>> waiting =
        HTTP.sendAsync(request(good()), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(waiting).isNotDone();
    latch.countDown();
    assertThat(waiting.get().statusCode()).isEqualTo(200);
  }

  @Test
  void servesPlainHttpAndJwtsWhereAsked() throws Exception {
    try (FakeTokenEndpoint plain = FakeTokenEndpoint.builder().jwt().start()) {
      assertThat(plain.uri().getScheme()).isEqualTo("http");
      HttpResponse<byte[]> answer =
          HTTP.send(
              request(plain.uri(), form("postern-test", "postern-test-secret", "any")),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(plain.tokens().latest().orElseThrow().split("\\.")).hasSize(3);
    }
  }

  @Test
  void nothingShowsASecret() throws Exception {
    post(form(ID, SECRET, "mail"));

    assertThat(endpoint.requests().get(0).toString()).doesNotContain(SECRET);
    assertThat(endpoint.toString()).doesNotContain(SECRET);
  }

  private static String good() {
    return form(ID, SECRET, "mail");
  }

  private static String form(String id, String secret, String scope) {
    return "grant_type=client_credentials&client_id="
        + encode(id)
        + "&client_secret="
        + encode(secret)
        + "&scope="
        + encode(scope);
  }

  private static String basic(String id, String secret) {
    String pair = encode(id) + ":" + encode(secret);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> post(String form, String... headers) throws Exception {
    HttpRequest.Builder request = requestBuilder(endpoint.uri(), form);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpRequest request(String form) {
    return request(endpoint.uri(), form);
  }

  private static HttpRequest request(URI uri, String form) {
    return requestBuilder(uri, form).build();
  }

  private static HttpRequest.Builder requestBuilder(URI uri, String form) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
