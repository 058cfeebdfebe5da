package org.postern.distribution.sendmail;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * The commands of -bs as a person types them, or a script pipes them: where the first line ends
 * with a bare LF, each bare LF ends a line and becomes CRLF. Where it ends with CRLF all passes as
 * it is, so that the session goes on to refuse a bare LF in the mail of a program that knows SMTP
 * (mails could be smuggled in otherwise). BDAT counts bytes, which must not become more: from such
 * a command on all passes as it is, too. One thread.
 */
final class TypedLines extends InputStream {

  private static final int LF = '\n';

  private final InputStream in;
  private final byte[] came = new byte[8192];
  private int at;
  private int end;
  private final StringBuilder line = new StringBuilder();
  private boolean decided;
  private boolean typed;
  private boolean inMail;
  private int last = -1;
  private boolean lfWaits;

  TypedLines(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Gives what has come: whoever types waits for the reply before the next line. */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0 && !lfWaits && at == end && !refilled()) {
      return -1;
    }
    int count = 0;
    while (count < length && (lfWaits || at < end)) {
      bytes[offset + count++] = next();
    }
    return count;
  }

  @Override
  public int available() throws IOException {
    return end - at + (lfWaits ? 1 : 0) + in.available();
  }

  private boolean refilled() throws IOException {
    at = 0;
    end = Math.max(0, in.read(came));
    return end > 0;
  }

  private byte next() {
    if (lfWaits) {
      lfWaits = false;
      return LF;
    }
    byte next = came[at++];
    if (decided && !typed) {
      return next;
    }
    boolean bare = next == LF && last != '\r';
    last = next;
    if (next != LF) {
      noted(next);
      return next;
    }
    typed = decided ? typed : bare;
    decided = true;
    ended();
    lfWaits = typed && bare;
    return lfWaits ? (byte) '\r' : next;
  }

  private void noted(byte next) {
    if (line.length() < "BDAT ".length() && next != '\r') {
      line.append((char) next);
    }
  }

  /** Follows the dialogue as far as it must to know what is a command. */
  private void ended() {
    String begin = line.toString().toUpperCase(Locale.ROOT);
    line.setLength(0);
    if (inMail) {
      inMail = !begin.equals(".");
    } else {
      inMail = begin.equals("DATA");
      typed &= !begin.equals("BDAT ");
    }
  }
}
