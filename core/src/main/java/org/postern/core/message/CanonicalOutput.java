package org.postern.core.message;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Makes CRLF of a CR or LF that stands alone, so that no receiver can see other lines, and so other
 * mails, than we do (SMTP smuggling). Counts what it writes. Not thread safe.
 */
final class CanonicalOutput extends OutputStream {

  private static final int BUFFER = 16 * 1024;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int filled;
  private long written;
  private boolean eightBit;
  private boolean afterCr;
  private boolean endsWithLine = true;

  CanonicalOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      accept(bytes[i]);
    }
  }

  private void accept(byte b) throws IOException {
    if (b == 0) {
      throw new NulByte();
    }
    if (b == '\n') {
      // the line was ended by the CR already
      if (!afterCr) {
        endLine();
      }
    } else if (b == '\r') {
      endLine();
    } else {
      put(b);
      eightBit |= b < 0;
      endsWithLine = false;
    }
    afterCr = b == '\r';
  }

  private void endLine() throws IOException {
    put((byte) '\r');
    put((byte) '\n');
    endsWithLine = true;
  }

  private void put(byte b) throws IOException {
    if (filled == BUFFER) {
      drain();
    }
    buffer[filled++] = b;
    written++;
  }

  private void drain() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }

  /** Ends the last line where it is open, and hands everything on. */
  void finish() throws IOException {
    if (!endsWithLine) {
      endLine();
    }
    drain();
  }

  long written() {
    return written;
  }

  boolean eightBit() {
    return eightBit;
  }

  /** A NUL byte, which no message may hold (RFC 5321 section 4.5.2 and RFC 5322 section 4). */
  static final class NulByte extends IOException {
    NulByte() {
      super("a NUL byte, which mail cannot carry; attach the data to a composed message instead");
    }
  }
}
