package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Jakarta Mail by Angus, a client that is not ours, understands what the profiles say. */
class ForeignClientTest {

  private static final String APP = "app@example.com";

  private static FakeProvider start(ProviderProfile profile) {
    return FakeProvider.of(profile).mailbox(APP).client("app", "app-secret").start();
  }

  private static Session session(FakeProvider provider) {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.auth", "true");
    properties.setProperty("mail.smtp.auth.mechanisms", "XOAUTH2");
    properties.setProperty("mail.smtp.starttls.required", "true");
    properties.put(
        "mail.smtp.ssl.socketFactory", provider.ca().trustingContext().getSocketFactory());
    return Session.getInstance(properties);
  }

  /** One mail by one connection, as the library does it. */
  private static void send(FakeProvider provider, String token, String from)
      throws MessagingException {
    Session session = session(provider);
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom(new InternetAddress(from));
    mail.setRecipients(Message.RecipientType.TO, "b@example.org");
    mail.setSubject("hello");
    mail.setText("Hello.\n.\n");
    mail.saveChanges();
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect("localhost", provider.smtpPort(), APP, token);
      transport.sendMessage(mail, mail.getAllRecipients());
    }
  }

  @ParameterizedTest
  @EnumSource(ProviderProfile.class)
  void sendsAMailByXoauth2(ProviderProfile profile) throws Exception {
    try (FakeProvider provider = start(profile)) {
      send(provider, ProviderClient.token(provider), APP);

      assertThat(provider.smtp().onlyMail().user()).contains(APP);
      assertThat(provider.smtp().sessions().get(0).mechanism()).contains("XOAUTH2");
      provider.smtp().requireNoViolations();
    }
  }

  @ParameterizedTest
  @CsvSource({"M365,535 5.7.3", "RFC7628,'334 '", "GOOGLE,'334 '"})
  void takesTheRefusalOfATokenForOne(ProviderProfile profile, String reply) throws Exception {
    try (FakeProvider provider = start(profile)) {
      AuthenticationFailedException refused =
          catchThrowableOfType(
              AuthenticationFailedException.class, () -> send(provider, "bad", APP));

      // Angus reports the challenge as the failure, and never sees the 535 after it
      assertThat(refused).hasMessageStartingWith(reply);
      assertThat(provider.smtp().mails()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "forbid * @m365-smtp-auth-disabled-tenant, 535 5.7.139",
    "limit connections 0, 432",
    "limit recipients-per-day 0, SubmissionQuotaExceededException",
    "limit messages-per-minute 0, 432 4.3.2 STOREDRV",
    "at rcpt reply @m365-bad-sender, 550 5.1.8"
  })
  void readsTheRefusalsOfMicrosoft(String script, String reply) throws Exception {
    try (FakeProvider provider = start(ProviderProfile.M365)) {
      String token = ProviderClient.token(provider);
      provider.script(script);

      MessagingException failed =
          catchThrowableOfType(MessagingException.class, () -> send(provider, token, APP));

      assertThat(said(failed)).contains(reply);
      assertThat(provider.smtp().mails()).isEmpty();
    }
  }

  @Test
  void readsThatItMayNotSendAsSomebodyElse() throws Exception {
    try (FakeProvider provider = start(ProviderProfile.M365)) {
      String token = ProviderClient.token(provider);

      MessagingException failed =
          catchThrowableOfType(
              MessagingException.class, () -> send(provider, token, "boss@example.com"));

      assertThat(said(failed)).contains("554 5.2.252 SendAsDenied");
    }
  }

  /** The messages of the exception and of all that it carries. */
  private static String said(Exception failure) {
    StringBuilder all = new StringBuilder();
    for (Exception e = failure;
        e != null;
        e = e instanceof MessagingException mail ? mail.getNextException() : null) {
      all.append(e.getMessage()).append('\n');
    }
    return all.toString();
  }
}
