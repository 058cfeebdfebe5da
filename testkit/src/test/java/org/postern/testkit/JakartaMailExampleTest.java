package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postern.testkit.junit.FakeProviderExtension;

/** The example of docs/testkit.md for users of Jakarta Mail. */
class JakartaMailExampleTest {

  @RegisterExtension
  static final FakeProviderExtension PROVIDER =
      FakeProviderExtension.of(
              FakeProvider.m365().mailbox("app@example.com").client("app", "app-secret"))
          .strict();

  @Test
  void usedUpQuotaIsTold(FakeProvider provider) throws Exception {
    String token = ProviderClient.token(provider); // a request to provider.tokenUri()
    provider.script("limit recipients-per-day 0");

    Properties properties = new Properties();
    properties.setProperty("mail.smtp.auth", "true");
    properties.setProperty("mail.smtp.auth.mechanisms", "XOAUTH2");
    properties.setProperty("mail.smtp.starttls.required", "true");
    properties.put(
        "mail.smtp.ssl.socketFactory", provider.ca().trustingContext().getSocketFactory());
    Session session = Session.getInstance(properties);
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom("app@example.com");
    mail.setRecipients(Message.RecipientType.TO, "b@example.org");
    mail.setText("Hello.");
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect("localhost", provider.smtpPort(), "app@example.com", token);
      assertThatThrownBy(() -> transport.sendMessage(mail, mail.getAllRecipients()))
          .hasStackTraceContaining("SubmissionQuotaExceededException");
    }

    assertThat(provider.smtp().mails()).isEmpty();
    assertThat(provider.seen().inOrder("AUTH XOAUTH2 ********", "235 2.7.0", "554 5.2.0")).isTrue();
  }
}
