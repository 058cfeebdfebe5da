package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {

  private static final String APP = "app@example.com";

  private final FakeProvider provider =
      FakeProvider.rfc7628().mailbox(APP).client("app", "app-secret").start();

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void scriptOfALineEachIsObeyedByBothServers(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("day.script"),
            """
            # a bad day
            at rcpt for late@example.com reply 451 4.7.1 try later
            at mail nth 2 reply 452 4.3.1 one | 452 4.3.1 two
            at final-dot once store then close

            token next fault wrong-secret
            token next 2 status 503 retry-after 5 busy
            """);
    Script.read(file).applyTo(provider);

    assertThat(grant().body()).contains("AADSTS7000215");
    HttpResponse<String> busy = grant();
    assertThat(busy.headers().firstValue("Retry-After")).contains("5");
    assertThat(grant().statusCode() + busy.body()).isEqualTo("503busy");
    try (RawSmtpClient client = ProviderClient.loggedIn(provider, APP)) {
      assertThat(ProviderClient.send(client, APP, "late@example.com")).startsWith("451 4.7.1");
      assertThat(client.say("RSET")).startsWith("250");
      assertThat(client.say("MAIL FROM:<app@example.com>"))
          .isEqualTo("452-4.3.1 one\n452 4.3.1 two");
      assertThat(ProviderClient.send(client, APP, "b@example.com")).isEqualTo("EOF");
    }
    assertThat(provider.smtp().onlyMail().recipientAddresses()).containsExactly("b@example.com");
    assertThat(provider.smtp().unusedRules()).isEmpty();
  }

  @Test
  void namedRepliesLimitsAndForbiddenLoginsAreObeyed() throws Exception {
    provider.script(
        """
        limit recipients-per-message 1
        at data reply @m365-quota
        """);
    try (RawSmtpClient client = ProviderClient.loggedIn(provider, APP)) {
      assertThat(ProviderClient.send(client, APP, "b@example.com"))
          .isEqualTo(ProviderReply.M365_QUOTA.line());
      client.say("RSET");
      assertThat(ProviderClient.send(client, APP, "b@example.com", "c@example.com"))
          .startsWith("452 4.5.3");
    }
    provider.script("forbid * @m365-smtp-auth-disabled-tenant");
    try (RawSmtpClient client = ProviderClient.secured(provider)) {
      assertThat(client.say(ProviderClient.xoauth2(APP, ProviderClient.token(provider))))
          .contains("disabled for the Tenant");
    }
  }

  @Test
  void connectionsBreakAndDragWhereTheScriptSaysSo() throws Exception {
    provider.script(
        """
        at output on connection 1 after 7 bytes close
        at noop slow 5ms
        at rset wait 10ms then reply 250 2.0.0 late
        at ehlo when "odd name" close
        """);
    try (RawSmtpClient client = new RawSmtpClient(provider.smtp())) {
      assertThat(client.reply()).isEqualTo("220 mai");
    }
    try (RawSmtpClient client = RawSmtpClient.greeted(provider.smtp())) {
      assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 fine");
      assertThat(client.say("RSET")).isEqualTo("250 2.0.0 late");
      assertThat(client.say("EHLO odd name")).isEqualTo("EOF");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "at rpct reply 250 ok § the step \"rpct\" is not known; did you mean rcpt?",
        "at rcpt repyl 250 ok § the action \"repyl\" is not known; did you mean reply?",
        "at rcpt reply later § \"later\" is no reply; begin it with three digits and a blank",
        "at rcpt § the action is missing at the end; add it",
        "at rcpt nth two close § the number after nth is \"two\", which is no number",
        "at rcpt on 2 close § \"connection\" is missing before \"2\"; write it there",
        "at rcpt close it § \"it\" is too much; end the line before it",
        "at rcpt wait 2 then close § the time to wait is \"2\"; write a number and ms, s, m or h",
        "at rcpt when \"a close § the quotes of the text do not end; add a \" after it",
        "at data reply @m365-qouta § the reply \"m365-qouta\" is not known; did you mean m365-quota?",
        "token next fault html § the fault \"html\" is not known",
        "token fault eof § \"next\" or \"always\" is missing before \"fault\"; write it",
        "token next status 99 § status 99 is no answer; write one from 200 to 599",
        "limit conections 3 § the limit \"conections\" is not known; did you mean connections?",
        "wehn § the beginning \"wehn\" is not known; known are at, token, device, browser, limit, forbid"
      })
  void mistakeIsNamedWithLineAndRemedy(String line, String message) {
    String[] parts = {line, message};
    assertThatThrownBy(() -> provider.script("# first\n" + parts[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("script:2: " + parts[1]);
  }

  @Test
  void allMistakesAreToldAtOnceAndNothingIsObeyed() {
    assertThatThrownBy(() -> provider.script("at x close\nat mail close\ntoken next y"))
        .hasMessageContaining("script:1: ")
        .hasMessageContaining("script:3: ");
    assertThat(provider.smtp().unusedRules()).isEmpty();
  }

  private HttpResponse<String> grant() throws Exception {
    return ProviderClient.ask(provider, "grant_type=client_credentials");
  }
}
