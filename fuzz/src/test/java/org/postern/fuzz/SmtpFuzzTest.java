package org.postern.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.Arrival;
import org.postern.spool.SpoolRecipient;

/** Whatever a client sends, what the relay makes of it holds to these rules. */
class SmtpFuzzTest {

  private static final String BEGUN =
      "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n";

  /** Neither a CR without its LF nor a LF without its CR. */
  private static final Pattern BARE = Pattern.compile("\r(?!\n)|(?<!\r)\n");

  private static final Pattern REPLY = Pattern.compile("[2345]\\d\\d[ -][\\x20-\\x7e]*");

  @FuzzTest(maxDuration = "5m")
  void aWholeSession(byte[] bytes) {
    Dialogue whole = Dialogue.atOnce(bytes);
    holds(whole, bytes);

    for (Dialogue other : List.of(Dialogue.dripping(bytes), Dialogue.byLines(bytes))) {
      // of two faults of one mail either may be named
      assertThat(kinds(other))
          .as("where the bytes are cut changes nothing")
          .isEqualTo(kinds(whole));
      assertThat(other.mails().stream().map(Kept.Mail::essence))
          .isEqualTo(whole.mails().stream().map(Kept.Mail::essence).toList());
    }
  }

  /** The bytes after 354: what ends the mail, and what is kept of it, by the plainest reading. */
  @FuzzTest(maxDuration = "5m")
  void aMailByData(byte[] bytes) {
    byte[] begun = BEGUN.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[begun.length + bytes.length];
    System.arraycopy(begun, 0, all, 0, begun.length);
    System.arraycopy(bytes, 0, all, begun.length, bytes.length);
    Dialogue dialogue = Dialogue.atOnce(all);
    holds(dialogue, all);

    String sent = "\r\n" + new String(bytes, StandardCharsets.ISO_8859_1);
    int end = sent.indexOf("\r\n.\r\n");
    if (end < 0) {
      assertThat(dialogue.mails()).isEmpty();
      return;
    }
    String mail = sent.substring(2, end + 2).replace("\r\n.", "\r\n");
    mail = mail.startsWith(".") ? mail.substring(1) : mail;
    if (BARE.matcher(mail).find() || mail.indexOf('\0') >= 0) {
      assertThat(dialogue.replies()).containsPattern("\r\n354 .*\r\n550 5\\.[56]\\.[02] ");
    } else {
      assertThat(dialogue.mails()).isNotEmpty();
      Kept.Mail kept = dialogue.mails().get(0);
      assertThat(kept.text()).startsWith("Received: ");
      int body = mail.indexOf("\r\n\r\n");
      assertThat(kept.text()).endsWith(body < 0 ? "" : mail.substring(body));
    }
  }

  /** Of each line the first digit, and whether it is the last of its reply. */
  private static List<String> kinds(Dialogue dialogue) {
    return Arrays.stream(dialogue.replies().split("\r\n"))
        .map(line -> line.substring(0, 1) + line.charAt(3))
        .toList();
  }

  private static void holds(Dialogue dialogue, byte[] bytes) {
    assertThat(dialogue.replies().split("\r\n")).allMatch(REPLY.asMatchPredicate());
    String input = new String(bytes, StandardCharsets.ISO_8859_1);
    int ends = count(input, "\r\n.\r\n") + count(input.toUpperCase(Locale.ROOT), "LAST");
    assertThat(dialogue.mails()).as("one end, one mail").hasSizeLessThanOrEqualTo(ends);
    for (Kept.Mail mail : dialogue.mails()) {
      assertThat(mail.text()).endsWith("\r\n").doesNotContain("\0");
      assertThat(BARE.matcher(mail.text()).find()).as("a bare CR or LF").isFalse();
      assertThat(mail.text().length()).isLessThan(bytes.length + 4096);
      holds(mail.arrival());
    }
  }

  private static void holds(Arrival arrival) {
    arrival.sender().ifPresent(AddressFuzzTest::holds);
    for (SpoolRecipient recipient : arrival.recipients()) {
      AddressFuzzTest.holds(recipient.address());
      recipient.original().ifPresent(SmtpFuzzTest::printable);
    }
    arrival.envelopeId().ifPresent(SmtpFuzzTest::printable);
    assertThat(
            arrival.recipients().stream().map(SpoolRecipient::address).map(MailAddress::toString))
        .doesNotHaveDuplicates();
  }

  private static void printable(String text) {
    assertThat(text).matches("[\\x20-\\x7e]+");
  }

  private static int count(String text, String what) {
    int count = 0;
    // the line end of one end may begin the next
    for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + 1)) {
      count++;
    }
    return count;
  }
}
