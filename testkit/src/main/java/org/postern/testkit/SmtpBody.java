package org.postern.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/** Reads one message up to its final dot (RFC 5321 section 4.1.1.4), unstuffs dots. */
final class SmtpBody {

  private static final int LINE_LIMIT = 998;

  private final SmtpStage stage;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private boolean eightBit;

  SmtpBody(SmtpStage stage) {
    this.stage = stage;
  }

  boolean eightBit() {
    return eightBit;
  }

  byte[] read() throws IOException {
    Optional<SmtpRule> rule = stage.rules().firing(SmtpStep.BODY, "", stage.session());
    long limit = rule.map(SmtpRule::bytes).orElse(-1L);
    long count = 0;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int last = '\n';
    while (true) {
      if (count++ == limit) {
        rule.orElseThrow().reaction().perform(stage.wire(), "", () -> {});
      }
      int b = stage.wire().in().read();
      if (b < 0) {
        throw new EOFException("client closed in the middle of a message");
      }
      check(b, last);
      line.write(b);
      if (b == '\n' && last == '\r') {
        if (line.size() == 3 && line.toByteArray()[0] == '.') {
          return message.toByteArray();
        }
        add(line);
      }
      last = b;
    }
  }

  private void add(ByteArrayOutputStream line) {
    byte[] bytes = line.toByteArray();
    line.reset();
    if (bytes.length - 2 > LINE_LIMIT) {
      stage.session().violated("text line of more than " + LINE_LIMIT + " bytes");
    }
    int start = bytes[0] == '.' ? 1 : 0;
    message.write(bytes, start, bytes.length - start);
  }

  private void check(int b, int last) {
    if (b == '\n' && last != '\r') {
      stage.session().violated("bare LF in a message");
    } else if (last == '\r' && b != '\n') {
      stage.session().violated("bare CR in a message");
    } else if (b > 127) {
      eightBit = true;
    }
  }
}
