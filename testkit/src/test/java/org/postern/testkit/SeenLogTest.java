package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeenLogTest {

  private static final String APP = "app@example.com";

  private final FakeProvider provider =
      FakeProvider.rfc7628().password(APP, "pass-word-4711").client("app", "app-secret").start();

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void tellsTheStoryOfAMailInOrder() throws Exception {
    try (RawSmtpClient client = ProviderClient.loggedIn(provider, APP)) {
      ProviderClient.send(client, APP, "b@example.org");
    }

    assertThat(
            provider
                .seen()
                .inOrder(
                    "connected",
                    "220 mail.test",
                    "STARTTLS",
                    "TLSv1.3",
                    "POST /token client_id=app client_secret=******** grant_type=",
                    "200 {\"access_token\":\"********\"",
                    "AUTH XOAUTH2 ********",
                    "235 2.7.0",
                    "MAIL FROM:<app@example.com>",
                    "message of 55 bytes",
                    "250 2.0.0"))
        .as(provider.seen().toString())
        .isTrue();
    assertThat(provider.seen().inOrder("MAIL FROM", "AUTH")).isFalse();
    assertThat(provider.seen().first("STARTTLS").orElseThrow().toString())
        .isEqualTo("smtp 1 S: 250 STARTTLS");
  }

  @Test
  void neverHoldsWhatAClientProvesItselfBy() throws Exception {
    provider.smtp().at(SmtpStep.MAIL).will(Reaction.replyTo(line -> "451 4.0.0 " + heard()));
    try (RawSmtpClient client = ProviderClient.loggedIn(provider, APP)) {
      client.say("MAIL FROM:<app@example.com>");
      client.say("AUTH LOGIN");
      client.say(RawSmtpClient.base64(APP));
      client.say(RawSmtpClient.base64("pass-word-4711"));
    }
    ProviderClient.ask(provider, "grant_type=refresh_token&refresh_token=refresh-4711");

    String log = provider.seen().toString();
    assertThat(log).contains("451 4.0.0 heard ********", "refresh_token=********");
    assertThat(log)
        .doesNotContain(
            "app-secret",
            provider.tokens().latest().orElseThrow(),
            "pass-word-4711",
            RawSmtpClient.base64("pass-word-4711"),
            "refresh-4711");
  }

  @Test
  void tokenOfAnyLengthIsMaskedWhereTheAnswerIsShownShortened() throws Exception {
    provider.tokenEndpoint().next(TokenAnswer.token().tokenLength(2_000));

    String token = ProviderClient.token(provider);
    assertThat(provider.seen().toString())
        .contains("{\"access_token\":\"********\",\"token_type\":\"Bearer\"")
        .doesNotContain(token.substring(0, 40));
  }

  private String heard() {
    return "heard " + provider.tokens().latest().orElseThrow();
  }

  @Test
  void notesBreachesAndKeepsControlCharactersOffTheTerminal() throws Exception {
    try (RawSmtpClient client = RawSmtpClient.greeted(provider.smtp())) {
      client.say("EHLO \u001b[2J");
    }

    assertThat(provider.seen().first("breach: EHLO without a proper name")).isPresent();
    assertThat(provider.seen().toString()).contains("EHLO \\x1b[2J").doesNotContain("\u001b");
  }

  @Test
  void listenersHearEventsAsTheyCome() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    provider.seen().listen(event -> heard.add(event.text()));
    try (RawSmtpClient client = RawSmtpClient.greeted(provider.smtp())) {
      client.say("QUIT");
    }

    assertThat(provider.smtp().awaitIdle(Duration.ofMinutes(1))).isTrue();
    assertThat(heard).containsSubsequence("connected", "QUIT", "221 2.0.0 bye");
  }
}
