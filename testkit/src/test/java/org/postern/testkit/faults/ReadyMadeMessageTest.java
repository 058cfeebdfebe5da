package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.Mailer;
import org.postern.core.message.MessageException;
import org.postern.core.message.OutboundMessage;
import org.postern.core.smtp.Envelope;
import org.postern.testkit.FakeSmtpServer;

/** Ready-made messages that would smuggle something out, or that crash whoever parses them. */
class ReadyMadeMessageTest {

  @ParameterizedTest
  @MethodSource("org.postern.testkit.faults.SmugglingTest#smugglers")
  void readyMadeMessageSmugglesNothingOut(String eml) {
    if (eml.contains("\0")) {
      assertThatThrownBy(() -> readyMade(eml))
          .isInstanceOf(MessageException.class)
          .hasMessageContaining("NUL");
      return;
    }
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Mailer mailer = Postman.to(server).open()) {
      assertThat(mailer.send(readyMade(eml)).acceptedForAll()).isTrue();

      SmugglingTest.oneMailOrNone(server);
      assertThat(server.mails()).hasSize(1);
    }
  }

  private static OutboundMessage readyMade(String eml) {
    return OutboundMessage.ofEml(
        eml.getBytes(StandardCharsets.US_ASCII), Envelope.of(Postman.FROM, List.of(Postman.TO)));
  }

  /** A poison message: relayed as it is, or refused; never stuck and never a crash. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "no header at all",
        ": no name\r\n\r\nx\r\n",
        "Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
        "Content-Type: multipart/mixed; boundary=\"x\r\n\r\n--x\r\n--x--\r\n",
        "Content-Type: text/plain; charset=\"\\\r\n\r\nx\r\n",
        "Subject: =?utf-8?b?!!!?=\r\n\r\nx\r\n",
        "From: ((((((((((\r\n\r\nx\r\n",
        "To: <<<<>>>>@@@@\r\n\r\nx\r\n",
        "\r\n"
      })
  void poisonMessageIsRelayedUnchangedOrRefused(String eml) {
    OutboundMessage message;
    try {
      message = readyMade(eml);
    } catch (MessageException refused) {
      assertThat(refused).hasMessageMatching("[^\\p{Cntrl}]+");
      return;
    }
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Mailer mailer = Postman.to(server).open()) {
      assertThat(mailer.send(message).acceptedForAll()).isTrue();
      assertThat(server.onlyMail().text()).startsWith(eml);
      server.requireNoViolations();
    }
  }
}
