package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.postern.core.smtp.SmtpReply;

/** Whatever a server sends is a reply of printable lines, or the end of the dialogue. */
class ReplyFuzzTest {

  @FuzzTest(maxDuration = "5m")
  void replies(byte[] bytes) {
    List<SmtpReply> read = read(bytes);
    StringBuilder again = new StringBuilder();
    for (SmtpReply reply : read) {
      assertThat(reply.code()).isBetween(200, 599);
      assertThat(reply.lines()).hasSizeBetween(1, ReplyReader.MAX_LINES);
      assertThat(reply.lines()).allMatch(line -> line.matches("\\P{Cntrl}*"));
      int last = reply.lines().size() - 1;
      for (int i = 0; i <= last; i++) {
        again
            .append(reply.code())
            .append(i < last ? '-' : ' ')
            .append(reply.lines().get(i))
            .append("\r\n");
      }
    }
    byte[] shown = again.toString().getBytes(StandardCharsets.UTF_8);
    if (shown.length < ReplyReader.MAX_LINE) {
      assertThat(read(shown)).as("what is shown reads as what was read").isEqualTo(read);
    }
  }

  private static List<SmtpReply> read(byte[] bytes) {
    ReplyReader reader = new ReplyReader(new ByteArrayInputStream(bytes), new Redactor());
    List<SmtpReply> read = new ArrayList<>();
    try {
      while (true) {
        read.add(reader.read());
      }
    } catch (LinkException end) {
      return read;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
