package org.postern.core.message;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes bytes on, counts them, and notes whether any is above 127. */
final class CountingOutput extends FilterOutputStream {

  private long count;
  private boolean eightBit;

  CountingOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    count++;
    eightBit |= (byte) b < 0;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    count += length;
    for (int i = offset; i < offset + length && !eightBit; i++) {
      eightBit = bytes[i] < 0;
    }
  }

  long count() {
    return count;
  }

  boolean eightBit() {
    return eightBit;
  }
}
