package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.MailSettings;

/** However a session's bytes are cut on their way, the same mails come out of them. */
class CutsTest {

  private static final String[] PIECES = {
    "\r\n",
    "\r\n",
    "\r\n.",
    "\r\n..",
    ".",
    "..",
    "\r",
    "\n",
    "\0",
    "a",
    "text",
    "ä",
    " ",
    ": ",
    "Subject: x\r\n",
    "\r\n.\r\n",
    "\n.\n",
    "\r.\r",
    "\r\n.\r",
    "\r\n.\n",
    "QUIT\r\n",
    "RSET\r\n",
    "MAIL FROM:<c@example.com>\r\nRCPT TO:<d@example.com>\r\nDATA\r\n"
  };
  private static final String ENVELOPE =
      "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n";

  @TempDir private Path folder;
  private MailSettings settings;

  @BeforeEach
  void read() throws Exception {
    settings = RunningListener.mailSettings(folder, "");
  }

  @Test
  void aSessionIsTheSameAtEveryCut() throws Exception {
    String session =
        "EHLO me\r\n"
            + ENVELOPE
            + "Subject: one\r\nTo: b\r\n folded\r\n\r\n..dot\r\nä.\r\n\r\n.\r\n"
            + ENVELOPE
            + "no header\r\n.\r\n"
            + "MAIL FROM:<> BODY=8BITMIME\r\nRCPT TO:<b@example.com>\r\n"
            + "BDAT 15\r\nSubject: x\r\n\r\n.BDAT 2 LAST\r\n\r\nQUIT\r\n";
    byte[] bytes = session.getBytes(StandardCharsets.UTF_8);
    Heard whole = hear(bytes, List.of(bytes.length));
    assertThat(whole.mails()).hasSize(3);
    for (int cut = 1; cut < bytes.length; cut++) {
      assertThat(hear(bytes, List.of(cut, bytes.length - cut))).isEqualTo(whole);
    }
    assertThat(hear(bytes, ones(bytes.length))).isEqualTo(whole);
  }

  @Test
  void whateverComesIsTakenByTheRulesAtEveryCut() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      String data = "Subject: x\r\n\r\n" + text + "\r\n.\r\n";
      byte[] bytes = ("EHLO me\r\n" + ENVELOPE + data).getBytes(StandardCharsets.UTF_8);
      Heard heard = hear(bytes, pieces(bytes.length, random));

      assertThat(heard.replies())
          .as("seed %d, round %d: %s", seed, round, data)
          .contains(isGood(first(data)) ? "250 2.6.0" : "550 5.");
      assertThat(heard).as("seed %d", seed).isEqualTo(hear(bytes, ones(bytes.length)));
      if (isGood(first(data))) {
        assertThat(heard.mails().get(0)).endsWith("\r\n" + unstuffed(first(data)));
      } else {
        assertThat(heard.mails()).noneMatch(mail -> mail.contains("b@example.com"));
      }
    }
  }

  /** The reference: DATA up to the first CRLF.CRLF, where the line end of DATA counts too. */
  private static String first(String data) {
    String lines = "\r\n" + data;
    return lines.substring(0, lines.indexOf("\r\n.\r\n") + 2);
  }

  private static boolean isGood(String lines) {
    return lines.indexOf('\0') < 0 && lines.replace("\r\n", "").matches("[^\r\n]*");
  }

  private static String unstuffed(String lines) {
    return lines.replace("\r\n.", "\r\n").substring("\r\n".length());
  }

  private record Heard(String replies, List<String> mails) {}

  private Heard hear(byte[] bytes, List<Integer> lengths) throws IOException {
    Mailbag mailbag = new Mailbag();
    ByteArrayOutputStream replies = new ByteArrayOutputStream();
    SmtpListener.converse(settings, folder, mailbag, new Pieces(bytes, lengths), replies);
    assertThat(mailbag.open()).isZero();
    List<String> mails = new ArrayList<>();
    for (Mailbag.Taken mail : mailbag.mails()) {
      String dateless = mail.text().replaceAll("(?m)^(Date: |\t[A-Z][a-z]{2}, ).*$", "$1");
      mails.add(mail.arrival().recipients() + dateless);
    }
    return new Heard(replies.toString(StandardCharsets.US_ASCII), mails);
  }

  private static List<Integer> ones(int length) {
    return Collections.nCopies(length, 1);
  }

  private static List<Integer> pieces(int length, Random random) {
    List<Integer> lengths = new ArrayList<>();
    for (int left = length; left > 0; left -= lengths.get(lengths.size() - 1)) {
      lengths.add(Math.min(left, 1 + random.nextInt(9)));
    }
    return lengths;
  }

  /** Gives its bytes in pieces of these lengths. */
  private static final class Pieces extends InputStream {

    private final byte[] bytes;
    private final List<Integer> lengths;
    private int piece;
    private int position;

    Pieces(byte[] bytes, List<Integer> lengths) {
      this.bytes = bytes;
      this.lengths = lengths;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("nobody reads single bytes here");
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (piece == lengths.size()) {
        return -1;
      }
      int count = lengths.get(piece++);
      System.arraycopy(bytes, position, into, offset, count);
      position += count;
      return count;
    }
  }
}
