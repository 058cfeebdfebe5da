package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FakeProviderTest {

  private static final String APP = "app@example.com";

  private static FakeProvider start(ProviderProfile profile) {
    return FakeProvider.of(profile)
        .mailbox(APP, "desk@example.com")
        .client("app", "app-secret")
        .start();
  }

  @ParameterizedTest
  @EnumSource(ProviderProfile.class)
  void tokenOfTheProviderSendsAMail(ProviderProfile profile) throws Exception {
    try (FakeProvider provider = start(profile);
        RawSmtpClient client = ProviderClient.loggedIn(provider, APP)) {
      assertThat(ProviderClient.send(client, APP, "b@example.org")).startsWith("250 2.");
      assertThat(provider.smtp().onlyMail().user()).contains(APP);
      provider.smtp().requireNoViolations();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "M365,AUTH LOGIN XOAUTH2",
    "GOOGLE,AUTH LOGIN PLAIN XOAUTH2 OAUTHBEARER",
    "RFC7628,AUTH OAUTHBEARER XOAUTH2"
  })
  void offersTheLoginsOfTheProviderAfterTlsOnly(ProviderProfile profile, String offer)
      throws Exception {
    try (FakeProvider provider = start(profile);
        RawSmtpClient client = RawSmtpClient.greeted(provider.smtp())) {
      assertThat(client.say("EHLO client.test")).contains("STARTTLS").doesNotContain("AUTH");
      client.say("STARTTLS");
      client.startTls(provider.ca().trustingContext());
      assertThat(client.say("EHLO client.test")).contains(offer);
    }
  }

  @Test
  void microsoftRefusesATokenAtOnce() throws Exception {
    try (FakeProvider provider = start(ProviderProfile.M365);
        RawSmtpClient client = ProviderClient.secured(provider)) {
      assertThat(client.say(ProviderClient.xoauth2(APP, "bad")))
          .isEqualTo("535 5.7.3 Authentication unsuccessful");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GOOGLE,535-5.7.8,\"schemes\":\"Bearer\"",
    "RFC7628,535 5.7.8,/.well-known/openid-configuration"
  })
  void othersTellTheReasonAsJsonBeforeTheyRefuse(
      ProviderProfile profile, String refusal, String json) throws Exception {
    try (FakeProvider provider = start(profile);
        RawSmtpClient client = ProviderClient.secured(provider)) {
      String challenge = client.say(ProviderClient.xoauth2(APP, "bad"));
      assertThat(challenge).startsWith("334 ");
      assertThat(
              new String(
                  Base64.getDecoder().decode(challenge.substring(4)), StandardCharsets.UTF_8))
          .contains("\"status\":", json);
      assertThat(client.say("")).startsWith(refusal);
      provider.smtp().requireNoViolations();
    }
  }

  @Test
  void goodTokenOpensNoMailboxThatIsNotThere() throws Exception {
    try (FakeProvider provider = start(ProviderProfile.M365);
        RawSmtpClient client = ProviderClient.secured(provider)) {
      String token = ProviderClient.token(provider);
      assertThat(client.say(ProviderClient.xoauth2("nobody@example.com", token)))
          .startsWith("535 5.7.3");
    }
  }

  @Test
  void fourthConnectionToMicrosoftIsTurnedAwayUntilOneEnds() throws Exception {
    try (FakeProvider provider = start(ProviderProfile.M365);
        RawSmtpClient one = ProviderClient.secured(provider);
        RawSmtpClient two = ProviderClient.secured(provider)) {
      RawSmtpClient three = ProviderClient.secured(provider);
      try (RawSmtpClient four = new RawSmtpClient(provider.smtp())) {
        assertThat(four.reply()).startsWith("432 4.3.2 Concurrent connections");
      }
      three.say("QUIT");
      try (RawSmtpClient again = new RawSmtpClient(provider.smtp())) {
        assertThat(again.reply()).startsWith("220");
      }
      three.close();
      assertThat(one.say("NOOP") + two.say("NOOP")).doesNotContain("432");
    }
  }

  @ParameterizedTest
  @CsvSource({"M365,432 4.3.2 STOREDRV.ClientSubmit", "GOOGLE,421 4.7.0", "RFC7628,450 4.7.1"})
  void mailsThatComeTooFastAreDeferred(ProviderProfile profile, String reply) throws Exception {
    try (FakeProvider provider = start(profile);
        RawSmtpClient client = ProviderClient.loggedIn(provider, APP)) {
      provider.limits(provider.limits().messagesPerMinute(1));
      assertThat(ProviderClient.send(client, APP, "b@example.org")).startsWith("250");
      assertThat(ProviderClient.send(client, APP, "b@example.org")).startsWith(reply);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "M365,SubmissionQuotaExceededException",
    "GOOGLE,550 5.4.5 Daily user sending limit exceeded",
    "RFC7628,452 4.2.2"
  })
  void quotaOfTheDayIsCountedByRecipient(ProviderProfile profile, String reply) throws Exception {
    try (FakeProvider provider = start(profile);
        RawSmtpClient client = ProviderClient.loggedIn(provider, APP)) {
      provider.limits(provider.limits().recipientsPerDay(2));
      assertThat(ProviderClient.send(client, APP, "b@example.org", "c@example.org"))
          .startsWith("250");
      assertThat(ProviderClient.send(client, APP, "b@example.org")).contains(reply);
    }
  }

  @ParameterizedTest
  @EnumSource(ProviderProfile.class)
  void tokenThatEndsInMidConnectionLetsNoMoreMailThrough(ProviderProfile profile) throws Exception {
    try (FakeProvider provider = start(profile);
        RawSmtpClient client = ProviderClient.loggedIn(provider, APP)) {
      assertThat(ProviderClient.send(client, APP, "b@example.org")).startsWith("250");
      provider.tokens().revokeAll();
      assertThat(ProviderClient.send(client, APP, "b@example.org")).startsWith("530 5.7.");
    }
  }

  @Test
  void microsoftRefusesASenderThatTheMailboxMayNotUse() throws Exception {
    try (FakeProvider provider = start(ProviderProfile.M365);
        RawSmtpClient client = ProviderClient.loggedIn(provider, APP)) {
      assertThat(ProviderClient.send(client, "desk@example.com", "b@example.org"))
          .startsWith("250");
      assertThat(ProviderClient.send(client, "boss@example.com", "b@example.org"))
          .startsWith("554 5.2.252 SendAsDenied; app@example.com not allowed");
      assertThat(provider.smtp().mails()).hasSize(1);
    }
  }

  @Test
  void loginsCanBeForbiddenByMechanism() throws Exception {
    try (FakeProvider provider = start(ProviderProfile.M365);
        RawSmtpClient client = ProviderClient.secured(provider)) {
      String token = ProviderClient.token(provider);
      provider.forbidLogin("LOGIN", ProviderReply.M365_BASIC_DISABLED.line());
      client.say("AUTH LOGIN");
      client.say(RawSmtpClient.base64(APP));
      assertThat(client.say(RawSmtpClient.base64("password"))).contains("basic authentication");
      provider.forbidLogin("*", ProviderReply.M365_SMTP_AUTH_DISABLED_MAILBOX.line());
      assertThat(client.say(ProviderClient.xoauth2(APP, token)))
          .startsWith("535 5.7.139")
          .contains("for the Mailbox");
    }
  }

  @Test
  void resetForgetsAllButPortsAndCa() throws Exception {
    try (FakeProvider provider = start(ProviderProfile.M365)) {
      int port = provider.smtpPort();
      try (RawSmtpClient client = ProviderClient.loggedIn(provider, APP)) {
        ProviderClient.send(client, APP, "b@example.org");
        client.say("QUIT");
      }
      provider.limits(provider.limits().recipientsPerDay(0));
      provider.tokenEndpoint().next(TokenAnswer.html(200));
      provider.smtp().at(SmtpStep.MAIL).reply("451 4.0.0 no");
      provider.reset();

      assertThat(provider.smtpPort()).isEqualTo(port);
      assertThat(provider.smtp().mails()).isEmpty();
      assertThat(provider.tokenEndpoint().requests()).isEmpty();
      assertThat(provider.tokens().issued()).isEmpty();
      try (RawSmtpClient client = ProviderClient.loggedIn(provider, APP)) {
        assertThat(ProviderClient.send(client, APP, "b@example.org")).startsWith("250");
      }
    }
  }

  @Test
  void tokenOfMicrosoftSaysForWhomItIs() throws Exception {
    try (FakeProvider provider = start(ProviderProfile.M365)) {
      String claims =
          new String(
              Base64.getUrlDecoder().decode(ProviderClient.token(provider).split("\\.")[1]),
              StandardCharsets.UTF_8);
      assertThat(claims)
          .contains("\"aud\":\"https://outlook.office365.com\"", "\"appid\":\"app\"")
          .contains("\"roles\":[\"SMTP.SendAsApp\"]", "\"tid\":", "\"exp\":");
      HttpResponse<String> refusal = ProviderClient.ask(provider, "grant_type=password");
      assertThat(refusal.body()).contains("AADSTS70003");
    }
  }

  @Test
  void anybodyMaySendFromHisOwnAddressWhereNoMailboxIsNamed() throws Exception {
    try (FakeProvider provider =
            FakeProvider.m365().client("app", "app-secret").implicitTls().start();
        RawSmtpClient client = new RawSmtpClient(provider.smtp())) {
      client.startTls(provider.ca().trustingContext());
      client.reply();
      client.say("EHLO client.test");
      String token = ProviderClient.token(provider);
      assertThat(client.say(ProviderClient.xoauth2("x@example.com", token))).startsWith("235");
      assertThat(ProviderClient.send(client, "x@example.com", "b@example.org")).startsWith("250");
      assertThat(ProviderClient.send(client, "y@example.com", "b@example.org"))
          .contains("SendAsDenied");
    }
  }
}
