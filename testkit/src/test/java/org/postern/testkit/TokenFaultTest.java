package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TokenFaultTest {

  private final FakeProvider provider = FakeProvider.m365().client("app", "app-secret").start();

  @AfterEach
  void stop() {
    provider.close();
  }

  @ParameterizedTest
  @CsvSource({
    "wrong-secret, 401, '\"error_codes\":[7000215]'",
    "secret-expired, 401, AADSTS7000222",
    "app-not-found, 400, '\"error\":\"unauthorized_client\"'",
    "tenant-not-found, 400, AADSTS90002",
    "no-consent, 400, AADSTS65001",
    "google-clock, 400, short-lived token",
    "throttled, 429, slow_down",
    "server-error, 500, ''",
    "not-found, 404, <h1>",
    "html-login, 200, <h1>",
    "html-bad-gateway, 502, <h1>",
    "cut-json, 200, '{\"access_token\":\"abc'",
    "array, 200, []",
    "null-token, 200, '\"access_token\":null'",
    "no-token, 200, '{\"token_type\"'",
    "expires-text, 200, '\"expires_in\":\"3600\"'",
    "expires-float, 200, '\"expires_in\":3600.5'",
    "expires-huge, 200, '\"expires_in\":99999999999999999999'",
    "type-mac, 200, '\"token_type\":\"mac\"'",
    "request-timeout, 408, ''",
    "gateway-timeout, 504, ''",
    "retry-after-absurd, 503, ''",
    "text-html, 200, access_token",
    "extra-fields, 200, '\"x\":{\"y\":[1]}'",
    "clock-ahead, 200, access_token",
    "deep, 200, '[[[['",
    "redirect, 307, moved"
  })
  void faultIsWhatItsNameSays(String name, int status, String part) throws Exception {
    provider.script("token next fault " + name);

    HttpResponse<String> answer = ProviderClient.ask(provider, "grant_type=client_credentials");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(part);
  }

  @Test
  void brokenConnectionsGiveNoAnswer() {
    for (TokenFault fault : Set.of(TokenFault.EOF, TokenFault.RESET)) {
      provider.tokenEndpoint().next(fault.answer());
      assertThatThrownBy(() -> ProviderClient.ask(provider, "grant_type=client_credentials"))
          .as(fault.id())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void timesOfHeadersAreDates() throws Exception {
    provider.tokenEndpoint().next(TokenFault.RETRY_AFTER_DATE.answer());
    provider.tokenEndpoint().next(TokenFault.CLOCK_BEHIND.answer());

    assertThat(fromNow("Retry-After")).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(120));
    assertThat(fromNow("Date")).isBetween(Duration.ofMinutes(-121), Duration.ofMinutes(-119));
  }

  private Duration fromNow(String header) throws Exception {
    String date =
        ProviderClient.ask(provider, "grant_type=client_credentials")
            .headers()
            .firstValue(header)
            .orElseThrow();
    return Duration.between(
        Instant.now(), ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
  }

  @ParameterizedTest
  @EnumSource(TlsFault.class)
  void nothingGetsThroughATlsThatIsBroken(TlsFault fault) throws Exception {
    TestCa ca = TestCa.create();
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(ca.trustingContext())
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    try (FakeTokenEndpoint endpoint =
        FakeTokenEndpoint.builder().tls(ca.localhost()).tlsFault(fault).start()) {
      HttpRequest request =
          HttpRequest.newBuilder(endpoint.uri()).timeout(Duration.ofSeconds(1)).build();
      assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
      assertThat(endpoint.requests()).isEmpty();
    }
  }

  @Test
  void everyFaultHasANameForScriptsAndAnAnswerOfItsOwn() {
    assertThat(Stream.of(TokenFault.values()).map(TokenFault::answer)).doesNotHaveDuplicates();
    assertThat(Set.copyOf(TokenFault.ids())).hasSize(TokenFault.values().length);
    assertThat(TokenFault.HUGE_TOKEN.answer().tokenLength()).isGreaterThan(12_288);
  }
}
