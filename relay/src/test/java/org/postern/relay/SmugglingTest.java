package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One CRLF.CRLF ends a mail and nothing else does; a CR or LF alone is refused. */
class SmugglingTest {

  private static final String SECOND =
      "MAIL FROM:<ceo@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nSubject: forged\r\n\r\nx";

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\n.\\n",
        "\\n.\\r\\n",
        "\\r\\n.\\n",
        "\\r.\\r",
        "\\r\\n.\\r",
        "\\r.\\r\\n",
        "\\r.\\n",
        "\\n.\\r",
        "\\r\\r\\n.\\r\\r\\n",
        "\\r\\n.\\r\\r\\n",
        "\\r\\n\\u0000.\\r\\n"
      })
  void whatOthersMayTakeForTheEndOfDataIsRefused(String end) throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      client.begun();
      client.send("Subject: first\r\n\r\nfirst" + plain(end) + SECOND + "\r\n.\r\n");

      assertThat(client.reply()).startsWith("550 5.");
      assertThat(client.say("NOOP")).startsWith("250");
      assertThat(client.mail("Subject: good\r\n\r\ngood")).startsWith("250");
    }
    assertThat(relay.mailbag().only().body()).isEqualTo("good\r\n");
    assertThat(relay.mailbag().open()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\nb\\r\\n", "a\\rb\\r\\n", "a\\r\\r\\n", "a\\u0000b\\r\\n", "\\n"})
  void aLineEndThatStandsAloneIsRefusedInChunksToo(String text) throws Exception {
    byte[] bytes = ("Subject: x\r\n\r\n" + plain(text)).getBytes(StandardCharsets.UTF_8);
    try (RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com>");
      client.say("RCPT TO:<b@example.com>");
      client.send("BDAT " + bytes.length + " LAST\r\n");
      client.send(bytes);

      assertThat(client.reply()).startsWith("550 5.");
      assertThat(client.mail("Subject: good\r\n\r\ngood")).startsWith("250");
    }
    assertThat(relay.mailbag().only().body()).isEqualTo("good\r\n");
  }

  @Test
  void aCarriageReturnAndALineFeedOfTwoChunksAreOneLineEnd() throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com>");
      client.say("RCPT TO:<b@example.com>");
      client.send("BDAT 11\r\nSubject: x\r");
      assertThat(client.reply()).isEqualTo("250 2.0.0 11 bytes");
      client.send("BDAT 6 LAST\r\n\n\r\nab\r");
      assertThat(client.reply()).startsWith("550 5.5.2");
      client.say("MAIL FROM:<a@example.com>");
      client.say("RCPT TO:<b@example.com>");
      client.send("BDAT 11\r\nSubject: x\rBDAT 7 LAST\r\n\n\r\nab\r\n");
      assertThat(client.reply()).startsWith("250 2.0.0");
      assertThat(client.reply()).startsWith("250 2.6.0");
    }
    assertThat(relay.mailbag().only().body()).isEqualTo("ab\r\n");
  }

  @Test
  void theEndOfAChunkedMailIsNotLookedForInItsText() throws Exception {
    String text = "Subject: x\r\n\r\none\r\n.\r\ntwo\r\n..three";
    try (RawClient client = RawClient.ready(relay)) {
      client.say("MAIL FROM:<a@example.com>");
      client.say("RCPT TO:<b@example.com>");
      client.send("BDAT " + text.length() + "\r\n" + text + "BDAT 0 LAST\r\n");

      assertThat(client.reply()).startsWith("250 2.0.0");
      assertThat(client.reply()).startsWith("250 2.6.0");
    }
    assertThat(relay.mailbag().only().body()).isEqualTo("one\r\n.\r\ntwo\r\n..three\r\n");
  }

  @Test
  void aClientThatEndsLinesWithLineFeedsAloneIsAnsweredSoon() throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      client.begun();
      client.send("Subject: x\n\nHello.\n.\n");

      assertThat(client.reply()).startsWith("550 5.5.2 A CR or LF stands alone");
      assertThat(client.reply()).isEqualTo("EOF");
    }
    assertThat(relay.mailbag().mails()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NOOP\\n", "NO\\rOP\\r\\n", "NOOP\\n\\r\\n", "MAIL FROM:<a@b.test>\\nDATA\\r\\n"})
  void aCommandIsEndedByCarriageReturnAndLineFeedAlone(String command) throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      client.send(plain(command));
      assertThat(client.reply()).startsWith("500 5.5.2");
    }
  }

  @Test
  void dotsAreUnstuffedAndOnlyAtTheStartOfALine() throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      client.mail("Subject: x\r\n\r\n..\r\n..a\r\nb..\r\n.c");
    }
    assertThat(relay.mailbag().only().body()).isEqualTo(".\r\n.a\r\nb..\r\nc\r\n");
  }

  private static String plain(String escaped) {
    return escaped.replace("\\r", "\r").replace("\\n", "\n").replace("\\u0000", "\0");
  }
}
