package org.postern.distribution.sendmail;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Passes a session on to a server, command by command: a server that is reached by a network bears
 * nobody who does not wait for its replies, which programs that write into a pipe need not do. One
 * thread, one use.
 */
final class LockStep {

  private static final int BEGINNING = 100;

  private final InputStream said;
  private final OutputStream heard;
  private final InputStream from;
  private final OutputStream to;
  private boolean ended;

  /**
   * Between these.
   *
   * @param said what the program says
   * @param heard what it hears
   */
  LockStep(InputStream said, OutputStream heard, InputStream from, OutputStream to) {
    this.said = new BufferedInputStream(said);
    this.heard = heard;
    this.from = new BufferedInputStream(from);
    this.to = new BufferedOutputStream(to);
  }

  /** Returns where the server ends the session, or the program has no more to say. */
  void run() throws IOException {
    String reply = reply();
    while (!reply.startsWith("221") && !reply.startsWith("421") && !ended) {
      String command = line(said, to).toUpperCase(Locale.ROOT);
      if (!ended) {
        bytes(command);
        reply = reply();
      }
      if (reply.startsWith("354")) {
        while (!ended && !line(said, to).equals(".\r\n")) {
          continue;
        }
        reply = reply();
      }
    }
  }

  /** Those that follow BDAT (RFC 3030). */
  private void bytes(String command) throws IOException {
    if (command.matches("BDAT [0-9]{1,18}( LAST)?\r\n")) {
      long left = Long.parseLong(command.split("[ \r]")[1]);
      int b = 0;
      while (left-- > 0 && (b = said.read()) >= 0) {
        to.write(b);
      }
    }
  }

  /** Its last line; "" where there is none any more. */
  private String reply() throws IOException {
    to.flush();
    String line = line(from, heard);
    while (!ended && !Way.isLast(line)) {
      line = line(from, heard);
    }
    heard.flush();
    return line;
  }

  /** Passes a line on; its beginning, with its end where it is as short as that. */
  private String line(InputStream in, OutputStream out) throws IOException {
    StringBuilder beginning = new StringBuilder();
    byte[] one = new byte[1];
    while (in.read(one) > 0) {
      out.write(one);
      if (beginning.length() < BEGINNING) {
        beginning.append(new String(one, StandardCharsets.ISO_8859_1));
      }
      if (one[0] == '\n') {
        return beginning.toString();
      }
    }
    ended = true;
    return beginning.toString();
  }
}
