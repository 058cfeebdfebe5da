package org.postern.spool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;

/** Mails for the tests of spools. */
final class SpoolSample {

  static final MailAddress SENDER = MailAddress.parse("erp@example.com");
  static final MailAddress ANN = MailAddress.parse("ann@example.org");
  static final MailAddress BOB = MailAddress.parse("bob@example.org");
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Settlement.Trouble TROUBLE =
      new Settlement.Trouble("the mailbox is busy", Optional.of("smtp.busy"));

  private SpoolSample() {}

  static Arrival arrival(MailAddress... recipients) {
    return new Arrival(
        Optional.of(SENDER),
        Arrays.stream(recipients).map(SpoolRecipient::of).toList(),
        Optional.empty(),
        Optional.empty(),
        false,
        "<1@example.com>",
        "smtp [127.0.0.1] erp.example.com");
  }

  static byte[] bytes(String text) {
    return ("Subject: test\r\n\r\n" + text + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** {@code size} bytes in lines of 32, no two of them alike. */
  static byte[] large(int size) {
    byte[] bytes = new byte[size];
    byte[] start = bytes("");
    System.arraycopy(start, 0, bytes, 0, start.length);
    for (int at = start.length; at < size; at++) {
      int line = (at - start.length) / 32;
      int column = (at - start.length) % 32;
      bytes[at] = (byte) (column == 30 ? '\r' : column == 31 ? '\n' : 'a' + (line >> column) % 26);
    }
    Arrays.fill(bytes, size - 34, size - 2, (byte) 'x');
    bytes[size - 2] = '\r';
    bytes[size - 1] = '\n';
    return bytes;
  }

  static MailId put(Spool spool, byte[] bytes, Arrival arrival) {
    try (Intake intake = spool.receive()) {
      write(intake, bytes);
      return intake.commit(arrival);
    }
  }

  static MailId put(Spool spool, String text) {
    return put(spool, bytes(text), arrival(ANN));
  }

  static void write(Intake intake, byte[] bytes) {
    try (OutputStream out = intake.body()) {
      out.write(bytes);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static byte[] read(MessageBody body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      body.writeTo(out);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return out.toByteArray();
  }

  static Settlement.Later later(MailAddress whom, Instant due) {
    return new Settlement.Later(whom, due, true, false, TROUBLE);
  }

  static Claim claimOne(Spool spool) {
    List<Claim> claims = spool.claim(1, MINUTE);
    if (claims.size() != 1) {
      throw new AssertionError("nothing was due");
    }
    return claims.get(0);
  }
}
