package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break or drag at any byte. */
class CutAndSlowTest {

  private static final String BANNER = "220 mail.test ESMTP ready\r\n";

  private final FakeSmtpServer server = FakeSmtpServer.builder().start();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 26, 27})
  void outputEndsAfterAnyByte(int bytes) throws IOException {
    server.at(SmtpStep.OUTPUT).afterBytes(bytes).close();

    try (RawSmtpClient client = new RawSmtpClient(server)) {
      assertThat(client.everything("NOOP")).isEqualTo(BANNER.substring(0, bytes));
    }
  }

  @Test
  void outputIsCountedOverReplies() throws IOException {
    server.at(SmtpStep.OUTPUT).afterBytes(BANNER.length() + 3).close();

    try (RawSmtpClient client = new RawSmtpClient(server)) {
      assertThat(client.everything("NOOP")).isEqualTo(BANNER + "250");
    }
  }

  @Test
  void inputEndsAfterAnyByte() throws IOException {
    server.at(SmtpStep.INPUT).afterBytes("EHLO a\r\nNO".length()).close();

    try (RawSmtpClient client = RawSmtpClient.greeted(server)) {
      assertThat(client.say("EHLO a")).startsWith("250");
      assertThat(client.say("NOOP")).isEqualTo("EOF");
    }
    assertThat(server.awaitIdle(Duration.ofMinutes(1))).isTrue();
    assertThat(server.sessions().get(0).lines()).containsExactly("EHLO a");
  }

  @Test
  void cutHoldsForTheConnectionThatIsMeant() throws IOException {
    server.at(SmtpStep.OUTPUT).onConnection(2).afterBytes(5).close();

    for (int connection = 1; connection <= 3; connection++) {
      try (RawSmtpClient client = new RawSmtpClient(server)) {
        assertThat(client.reply() + "\r\n").isEqualTo(connection == 2 ? "220 m\r\n" : BANNER);
      }
    }
  }

  @Test
  void pauseInTheMiddleOfAReplyLetsTheRestFollow() throws IOException {
    server.at(SmtpStep.OUTPUT).afterBytes(5).will(Reaction.pause(Duration.ofMillis(20)));

    try (RawSmtpClient client = new RawSmtpClient(server)) {
      assertThat(client.reply() + "\r\n").isEqualTo(BANNER);
    }
  }

  @Test
  void slowReplyIsTheGoodOneByteByByte() throws IOException {
    server.at(SmtpStep.NOOP).once().will(Reaction.slow(Duration.ofMillis(10)));

    try (RawSmtpClient client = RawSmtpClient.greeted(server)) {
      long begin = System.nanoTime();
      assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 fine");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(140));
      assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 fine");
    }
  }
}
