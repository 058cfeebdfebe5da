package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.core.smtp.Outcome;
import org.postern.testkit.FakeSmtpServer;

/** Messages that would end early, and smuggle a second one, at a server that is lax. */
class SmugglingTest {

  /** Ways to end a message early for a server that is lax about line ends. */
  static Stream<String> smugglers() {
    return Stream.of(
            "\n.\n",
            "\r.\r",
            "\n.\r\n",
            "\r\n.\n",
            "\r\n.\r",
            "\r\n.\r\n",
            "\r\n.\0\r\n",
            "\r\r\n.\r\r\n")
        .map(
            end ->
                "Subject: x\r\n\r\nhello"
                    + end
                    + "MAIL FROM:<evil@evil.test>\r\nRCPT TO:<v@example.org>\r\nDATA\r\nevil\r\n.\r\n");
  }

  /** A body that breaks its contract, as a plug-in's might. */
  @ParameterizedTest
  @MethodSource("smugglers")
  void foreignBodySmugglesNothingOut(String text) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Postman.to(server).send(Bytes.of(text));
      oneMailOrNone(server);
    }
  }

  static void oneMailOrNone(FakeSmtpServer server) {
    server.requireNoViolations();
    assertThat(server.mails()).hasSizeLessThanOrEqualTo(1);
    assertThat(server.mails()).allMatch(mail -> mail.sender().equals("a@example.com"));
  }

  @Test
  void dotsAreStuffedAtEveryBorderOfEveryBuffer() {
    StringBuilder text = new StringBuilder("Subject: dots\r\n\r\n");
    for (int length = 0; length < 400; length++) {
      text.append(".".repeat(length % 5)).append("x".repeat(length)).append("\r\n.\r\n..\r\n");
    }
    Bytes body = Bytes.of(text.toString());
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      assertThat(Postman.to(server).send(body).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.onlyMail().bytes()).isEqualTo(body.bytes());
      server.requireNoViolations();
    }
  }
}
