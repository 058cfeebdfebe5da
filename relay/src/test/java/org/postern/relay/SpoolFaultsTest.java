package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.relay.Patient.await;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.spool.SpoolException;

/**
 * Where the spool does not do its part the client hears so, may come again, and nothing is kept.
 */
class SpoolFaultsTest {

  @TempDir private Path folder;
  private RunningListener relay;

  @BeforeEach
  void start() {
    relay = RunningListener.with(folder);
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  static Stream<Arguments> faults() {
    SpoolException full = new SpoolException(SpoolException.Kind.FULL, "disk full at /secret");
    SpoolException damaged = new SpoolException(SpoolException.Kind.UNUSABLE, "damaged /secret");
    RuntimeException bug = new IllegalStateException("/secret");
    Consumer<Mailbag> atStart = mailbag -> mailbag.failsAtStart = true;
    Consumer<Mailbag> inBody = mailbag -> mailbag.failsInBody = true;
    Consumer<Mailbag> atCommit = mailbag -> mailbag.failsAtCommit = true;
    return Stream.of(
        Arguments.of("start", atStart, full, "452 4.3.1"),
        Arguments.of("start", atStart, damaged, "451 4.3.0"),
        Arguments.of("start", atStart, bug, "451 4.3.0"),
        Arguments.of("body", inBody, full, "452 4.3.1"),
        Arguments.of("body", inBody, damaged, "451 4.3.0"),
        Arguments.of("body", inBody, bug, "451 4.3.0"),
        Arguments.of("commit", atCommit, full, "452 4.3.1"),
        Arguments.of("commit", atCommit, damaged, "451 4.3.0"),
        Arguments.of("commit", atCommit, bug, "451 4.3.0"));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("faults")
  void theClientHearsToComeAgainAndNothingOfTheInside(
      String when, Consumer<Mailbag> fails, RuntimeException fault, String answer)
      throws Exception {
    relay.mailbag().fault = fault;
    fails.accept(relay.mailbag());
    try (RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com>");
      client.say("RCPT TO:<b@example.com>");
      String reply = client.say("DATA");
      if (reply.startsWith("354")) {
        reply = client.say("Subject: x\r\n\r\n" + "line\r\n".repeat(10_000) + ".");
      }
      assertThat(reply).startsWith(answer).doesNotContain("secret");

      relay.mailbag().failsAtStart = false;
      relay.mailbag().failsInBody = false;
      relay.mailbag().failsAtCommit = false;
      client.say("RSET");
      assertThat(client.mail("good")).startsWith("250");
    }
    assertThat(relay.mailbag().mails()).hasSize(1);
    assertThat(relay.mailbag().open()).isZero();
    assertThat(relay.listener().status().deferred()).isEqualTo(1);
  }

  @Test
  void aMailForWhichThereIsNoRoomIsDeferredBeforeItComes() throws Exception {
    relay.mailbag().failsAtMail = true;
    try (RawClient client = RawClient.ready(relay)) {
      assertThat(client.say("MAIL FROM:<a@example.com>")).startsWith("452 4.3.1");
      assertThat(client.say("RCPT TO:<b@example.com>")).startsWith("503");
      relay.mailbag().failsAtMail = false;
      assertThat(client.mail("good")).startsWith("250");
    }
    assertThat(relay.listener().status().deferred()).isEqualTo(1);
  }

  @Test
  void theSizeThatAClientAnnouncesCountsForTheRoom() throws Exception {
    relay.mailbag().room = 5000;
    try (RawClient client = RawClient.ready(relay)) {
      assertThat(client.say("MAIL FROM:<a@example.com> SIZE=5001")).startsWith("452 4.3.1");
      assertThat(client.say("MAIL FROM:<a@example.com> SIZE=5000")).startsWith("250");
    }
  }

  @Test
  void aChunkedMailIsDeferredAsAWhole() throws Exception {
    relay.mailbag().failsInBody = true;
    try (RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com>");
      client.say("RCPT TO:<b@example.com>");
      client.send("BDAT 13\r\nSubject:x\r\n\r\nBDAT 3 LAST\r\nx\r\n");
      assertThat(client.reply()).startsWith("452 4.3.1");
      assertThat(client.reply()).startsWith("503 5.5.1");
      relay.mailbag().failsInBody = false;
      assertThat(client.mail("good")).startsWith("250");
    }
    assertThat(relay.mailbag().mails()).hasSize(1);
    assertThat(relay.mailbag().open()).isZero();
  }

  @Test
  void nothingIsKeptOfAClientThatVanishesBeforeTheDot() throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      client.begun();
      client.send("Subject: x\r\n\r\nhalf a mail\r\n");
    }
    await().until(() -> relay.listener().status().open() == 0);
    assertThat(relay.mailbag().mails()).isEmpty();
    assertThat(relay.mailbag().open()).isZero();
  }

  @Test
  void nothingIsKeptOfAClientThatVanishesBetweenChunks() throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com>");
      client.say("RCPT TO:<b@example.com>");
      client.send("BDAT 12\r\nSubject: x\r\n");
      assertThat(client.reply()).startsWith("250 2.0.0");
    }
    await().until(() -> relay.listener().status().open() == 0);
    assertThat(relay.mailbag().mails()).isEmpty();
    assertThat(relay.mailbag().open()).isZero();
  }
}
