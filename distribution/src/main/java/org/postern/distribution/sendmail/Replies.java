package org.postern.distribution.sendmail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Passes the replies of a session on, and sees how it went. One thread. */
final class Replies extends OutputStream {

  private static final int ENOUGH = 16;

  private final OutputStream out;
  private final StringBuilder line = new StringBuilder();
  private boolean taken;
  private boolean deferred;
  private boolean refused;

  Replies(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    out.flush();
    String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    for (char c : text.toCharArray()) {
      if (c == '\n') {
        look();
        line.setLength(0);
      } else if (line.length() < ENOUGH) {
        line.append(c);
      }
    }
  }

  private void look() {
    String reply = line.toString();
    taken |= reply.startsWith("250 2.6.0 ");
    deferred |= reply.startsWith("4");
    refused |= reply.startsWith("5");
  }

  /** Where a mail was taken, whoever speaks knows of the others; where none was, nobody may. */
  int code() {
    if (taken || !deferred && !refused) {
      return Sysexit.OK;
    }
    return refused ? Sysexit.UNAVAILABLE : Sysexit.TEMPFAIL;
  }
}
