package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.relay.Patient.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody gets more than their share, and a good client is served all the same. */
class LimitsTest {

  private static final String ENVELOPE = "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\n";

  @TempDir private Path folder;

  @Test
  void aThousandIdleConnectionsDoNotKeepAGoodClientOut() throws Exception {
    List<RawClient> idle = new ArrayList<>();
    try (RunningListener relay =
        RunningListener.with(
            folder,
            "postern.relay.max_connections=400",
            "postern.relay.max_connections_per_address=300")) {
      for (int i = 0; i < 1000; i++) {
        idle.add(RawClient.connected(relay));
      }
      // whoever came within the last 100 ms counts as busy: the first of them do not
      await().until(() -> relay.listener().status().open() >= 300);
      await()
          .untilAsserted(
              () -> {
                try (RawClient good = RawClient.connected(relay)) {
                  assertThat(good.reply()).startsWith("220");
                  good.say("EHLO good");
                  for (int i = 0; i < 20; i++) {
                    assertThat(good.mail("Subject: " + i + "\r\n\r\nx")).startsWith("250");
                  }
                }
              });
      assertThat(relay.listener().status().open()).isLessThanOrEqualTo(300);
    } finally {
      for (RawClient client : idle) {
        client.close();
      }
    }
  }

  @Test
  void oneAddressLeavesRoomForOthers() throws Exception {
    try (RunningListener relay =
            RunningListener.with(
                folder,
                "postern.relay.max_connections=4",
                "postern.relay.max_connections_per_address=2");
        RawClient one = RawClient.ready(relay);
        RawClient two = RawClient.ready(relay)) {
      one.begun();
      two.begun();
      // both are in the midst of a mail, and not slow yet
      try (RawClient three = RawClient.connected(relay);
          RawClient other = RawClient.connected(relay, "127.0.0.2")) {
        assertThat(three.reply()).startsWith("421 4.3.2 Too many connections");
        assertThat(three.reply()).isEqualTo("EOF");
        assertThat(other.reply()).startsWith("220");
      }
      assertThat(one.say("x\r\n.")).startsWith("250");
      assertThat(relay.listener().status().turnedAway()).isEqualTo(1);
    }
  }

  @Test
  void whoIsIdleLongestGoesFirstAndIsTold() throws Exception {
    try (RunningListener relay =
            RunningListener.with(folder, "postern.relay.max_connections_per_address=2");
        RawClient first = RawClient.ready(relay);
        RawClient second = RawClient.ready(relay)) {
      await()
          .untilAsserted(
              () -> {
                second.say("NOOP");
                try (RawClient third = RawClient.connected(relay)) {
                  assertThat(third.reply()).startsWith("220");
                }
              });
      assertThat(first.reply()).startsWith("421 4.3.2");
      assertThat(second.say("NOOP")).startsWith("250");
    }
  }

  @Test
  void aSilentClientIsToldThatItHadItsTime() throws Exception {
    try (RunningListener relay = RunningListener.with(folder, "postern.relay.timeout.idle=1s");
        RawClient silent = RawClient.greeted(relay);
        RawClient inData = inTime(relay, ENVELOPE + "DATA\r\n", "354")) {
      assertThat(silent.reply()).startsWith("421 4.4.2");
      assertThat(silent.reply()).isEqualTo("EOF");
      assertThat(inData.reply()).startsWith("421 4.4.2");
      assertThat(relay.mailbag().open()).isZero();
    }
  }

  @Test
  void bytesThatDripDoNotBuyTime() throws Exception {
    try (RunningListener relay = RunningListener.with(folder, "postern.relay.timeout.idle=1s")) {
      try (RawClient command = RawClient.greeted(relay)) {
        assertThat(drip(command)).startsWith("421 4.4.2");
      }
      try (RawClient data = inTime(relay, ENVELOPE + "DATA\r\n", "354")) {
        assertThat(drip(data)).startsWith("421 4.4.2");
      }
    }
  }

  @Test
  void chunksThatDripDoNotBuyTimeEither() throws Exception {
    try (RunningListener relay = RunningListener.with(folder, "postern.relay.timeout.idle=1s");
        RawClient client = inTime(relay, ENVELOPE, "250")) {
      await().until(() -> chunk(client).startsWith("421 4.4.2"));
      await().until(() -> relay.listener().status().open() == 0);
      assertThat(relay.mailbag().open()).isZero();
    }
  }

  /**
   * A client that has said this in one piece, and whose last reply begins so; where this machine
   * was so busy that the server sent it away before, another one.
   */
  private static RawClient inTime(RunningListener relay, String said, String last) {
    return await()
        .until(
            () -> {
              RawClient client = RawClient.greeted(relay);
              client.send("EHLO me\r\n");
              String reply = client.reply();
              if (reply.startsWith("250")) {
                client.send(said);
                for (int i = 0; i < said.lines().count() && !reply.startsWith("421"); i++) {
                  reply = client.reply();
                }
              }
              if (!reply.startsWith(last)) {
                client.close();
                return Optional.<RawClient>empty();
              }
              return Optional.of(client);
            },
            Optional::isPresent)
        .orElseThrow();
  }

  /** One byte; the reply to it. */
  private static String chunk(RawClient client) throws IOException {
    client.send("BDAT 1\r\nx");
    return client.reply();
  }

  /** One byte and again one, ten a second, until there is a reply. */
  private static String drip(RawClient client) throws Exception {
    Thread dripping =
        new Thread(
            () -> {
              try {
                while (!Thread.currentThread().isInterrupted()) {
                  client.send("x");
                  Thread.sleep(100);
                }
              } catch (IOException | InterruptedException over) {
                Thread.currentThread().interrupt();
              }
            });
    dripping.start();
    try {
      return client.reply();
    } finally {
      dripping.interrupt();
      dripping.join();
    }
  }

  @Test
  void anOldConnectionGetsNoFurtherMail() throws Exception {
    try (RunningListener relay = RunningListener.with(folder, "postern.relay.timeout.session=1s");
        RawClient client = RawClient.ready(relay)) {
      await()
          .until(
              () -> {
                client.say("RSET");
                return client.say("MAIL FROM:<a@example.com>").startsWith("421 4.7.0 This");
              });
      assertThat(client.reply()).isEqualTo("EOF");
    }
  }

  @Test
  void norAFurtherChunk() throws Exception {
    try (RunningListener relay = RunningListener.with(folder, "postern.relay.timeout.session=1s");
        RawClient client = inTime(relay, ENVELOPE, "250")) {
      await().until(() -> chunk(client).startsWith("421 4.7.0 This"));
      assertThat(client.reply()).isEqualTo("EOF");
    }
  }

  @Test
  void aLineOfAMegabyteIsRefusedAndTheSessionGoesOn() throws Exception {
    try (RunningListener relay = RunningListener.with(folder);
        RawClient client = RawClient.ready(relay)) {
      assertThat(client.say("NOOP " + "x".repeat(2040))).startsWith("250");
      assertThat(client.say("NOOP " + "x".repeat(2045))).startsWith("500 5.5.2");
      assertThat(client.say("AUTH PLAIN " + "x".repeat(1_000_000))).startsWith("500 5.5.2");
      assertThat(client.mail("x")).startsWith("250");
    }
  }

  @Test
  void aLineWithoutEndEndsTheSession() throws Exception {
    try (RunningListener relay = RunningListener.with(folder);
        RawClient client = RawClient.ready(relay)) {
      // the last byte is one too many: none is left that the server does not read
      client.send("x".repeat(1024 * 1024 + 64 * 1024 + 1));
      assertThat(client.reply()).startsWith("500 5.5.2");
      assertThat(client.reply()).isEqualTo("EOF");
    }
  }

  @Test
  void aHeaderWithoutEndIsRefused() throws Exception {
    try (RunningListener relay = RunningListener.with(folder);
        RawClient client = RawClient.ready(relay)) {
      assertThat(client.mail(("X: " + "y".repeat(1000) + "\r\n").repeat(1100)))
          .startsWith("552 5.3.4");
      assertThat(client.mail("X: " + "y".repeat(1_100_000))).startsWith("552 5.3.4");
      assertThat(client.mail("x")).startsWith("250");
    }
  }

  @Test
  void aMailThatIsTooLargeIsRefusedAtItsEnd() throws Exception {
    try (RunningListener relay = RunningListener.with(folder, "postern.relay.max_size=10k");
        RawClient client = RawClient.ready(relay)) {
      assertThat(client.mail("S: x\r\n\r\n" + "y".repeat(10_240))).startsWith("552 5.3.4");
      assertThat(client.mail("S: x\r\n\r\n" + "y".repeat(10_240 - 10))).startsWith("250");
      assertThat(client.say("MAIL FROM:<a@example.com> SIZE=10241")).startsWith("552 5.3.4");
    }
  }

  @Test
  void aMailWithoutEndEndsTheSession() throws Exception {
    byte[] block = ("y".repeat(998) + "\r\n").repeat(1000).getBytes();
    try (RunningListener relay = RunningListener.with(folder, "postern.relay.max_size=10k");
        RawClient client = RawClient.ready(relay).begun()) {
      int sent = 0;
      try {
        while (sent < 100) {
          client.send(block);
          sent++;
        }
      } catch (IOException cut) {
        assertThat(sent).isBetween(16, 60);
      }
      assertThat(sent).isLessThan(100);
      assertThat(relay.mailbag().open()).isZero();
    }
  }

  @Test
  void recipientsBeyondTheLimitComeInAnotherMail() throws Exception {
    try (RunningListener relay = RunningListener.with(folder, "postern.relay.max_recipients=100");
        RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com>");
      for (int i = 0; i < 100; i++) {
        assertThat(client.say("RCPT TO:<r" + i + "@example.com>")).startsWith("250");
      }
      for (int i = 0; i < 500; i++) {
        assertThat(client.say("RCPT TO:<s" + i + "@example.com>")).startsWith("452 4.5.3");
      }
      client.say("DATA");
      assertThat(client.say("x\r\n.")).startsWith("250");
      assertThat(relay.mailbag().only().arrival().recipients()).hasSize(100);
    }
  }

  @Test
  void whoNeverStopsNamingRecipientsIsSentAway() throws Exception {
    try (RunningListener relay = RunningListener.with(folder, "postern.relay.max_recipients=100");
        RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com>");
      client.send(rcpts(1300));
      String reply = client.reply();
      while (reply.startsWith("250") || reply.startsWith("452")) {
        reply = client.reply();
      }
      assertThat(reply).startsWith("421 4.7.0");
    }
  }

  private static String rcpts(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("RCPT TO:<s").append(i).append("@example.com>\r\n");
    }
    return text.toString();
  }

  @Test
  void afterTooManyErrorsTheConnectionEnds() throws Exception {
    try (RunningListener relay = RunningListener.with(folder, "postern.relay.max_errors=3");
        RawClient client = RawClient.ready(relay)) {
      client.say("NO");
      client.say("NO");
      assertThat(client.say("NO")).startsWith("500");
      assertThat(client.reply()).startsWith("421 4.7.0 Too many errors");
      assertThat(client.reply()).isEqualTo("EOF");
    }
  }

  @Test
  void whoOnlyChattersIsSentAwayAtLast() throws Exception {
    try (RunningListener relay = RunningListener.with(folder);
        RawClient client = RawClient.ready(relay)) {
      client.send("NOOP\r\n".repeat(200));
      String reply = client.reply();
      int count = 0;
      while (reply.startsWith("250")) {
        count++;
        reply = client.reply();
      }
      assertThat(reply).startsWith("421 4.7.0");
      assertThat(count).isBetween(100, 130);
    }
  }
}
