package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.relay.Patient.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.testkit.LogLines;

/** Clients that are none, text that wants into the log, and the end of the server. */
class AbuseTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1", "POST /mail HTTP/1.1", "Host: localhost:2525"})
  void aBrowserThatWasLuredHereIsLetGoAtItsFirstLine(String line) throws Exception {
    try (RunningListener relay = RunningListener.with(folder);
        RawClient client = RawClient.greeted(relay)) {
      client.send(line + "\r\nEHLO me\r\nMAIL FROM:<a@example.com>\r\n");
      assertThat(client.reply()).startsWith("500 5.5.1 This is SMTP");
      assertThat(client.reply()).isEqualTo("EOF");
    }
  }

  @Test
  void whoSpeaksBeforeTheGreetingIsLetGo() throws Exception {
    try (RunningListener relay = RunningListener.with(folder)) {
      // whether the server looks before or after the bytes are there is luck: not each time after
      await()
          .until(
              () -> {
                try (RawClient client = RawClient.connected(relay)) {
                  client.send("NOOP\r\n");
                  return client.reply().startsWith("554 5.5.0 This server speaks first")
                      && client.reply().equals("EOF");
                }
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DATA\r\nSubject: x\r\n\r\nx\r\n.\r\n", "EHLO again\r\nRSET\r\n"})
  void whoDoesNotWaitForAReplyThatMattersIsLetGo(String early) throws Exception {
    try (RunningListener relay = RunningListener.with(folder);
        RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com>");
      client.say("RCPT TO:<b@example.com>");
      client.send(early);
      assertThat(client.reply()).startsWith("503 5.5.0");
      assertThat(client.reply()).isEqualTo("EOF");
      assertThat(relay.mailbag().mails()).isEmpty();
    }
  }

  @Test
  void nothingThatClientsSayBreaksALineOfTheLog() throws Exception {
    List<String> lines;
    try (LogLines log = LogLines.of("org.postern.relay.internal.listen");
        RunningListener relay = RunningListener.with(folder);
        RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<\u202e\u2028x@example.com> SMTPUTF8");
      client.say("RCPT TO:<b\u0085@example.com>");
      client.say("MAIL FROM:<a\u001b[31m@example.com>");
      client.mail("Message-ID: <1\u001b[31m\u202e${env:HOME}@x>\r\n\r\nx");
      client.mail("Message-ID: <1\r\n\t2@x>\r\n\r\nx");
      assertThat(relay.mailbag().mails()).hasSize(2);
      lines = log.all();
    }
    assertThat(lines).hasSize(3);
    assertThat(lines).allMatch(line -> line.codePoints().allMatch(c -> c >= 0x20 && c < 0x7f));
    assertThat(String.join("\n", lines)).contains("\\x1b[31m\\u202e", "accepted", "refused");
  }

  @Test
  void stoppingLetsAMailComeToItsEndAndSendsIdleClientsAway() throws Exception {
    try (RunningListener relay = RunningListener.with(folder);
        RawClient idle = RawClient.ready(relay);
        RawClient busy = RawClient.ready(relay).begun()) {
      busy.send("Subject: x\r\n\r\n");
      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(
              () -> {
                try {
                  relay.listener().stop(Duration.ofSeconds(30));
                } catch (InterruptedException interrupted) {
                  Thread.currentThread().interrupt();
                }
              });
      assertThat(idle.reply()).startsWith("421 4.3.2 This server stops");
      assertThat(stopped).isNotDone();
      assertThat(busy.say("rest\r\n.")).startsWith("250");
      assertThat(busy.reply()).startsWith("421 4.3.2 This server stops");
      stopped.get();
      assertThat(relay.mailbag().mails()).hasSize(1);
    }
  }

  @Test
  void stoppingEndsAfterItsLimitWhoeverIsThere() throws Exception {
    try (RunningListener relay = RunningListener.with(folder);
        RawClient busy = RawClient.ready(relay).begun()) {
      relay.listener().stop(Duration.ofMillis(50));
      assertThat(busy.reply()).endsWith("EOF");
      await().until(() -> relay.listener().status().open() == 0);
      assertThat(relay.mailbag().open()).isZero();
    }
  }
}
