package org.postern.core.message;

import java.io.IOException;
import java.io.OutputStream;
import org.postern.core.smtp.MessageBody;

/** Looks for bytes above 127 in the header section of a message, and reads no further. */
final class EightBitHeader extends OutputStream {

  /** Ends the reading. */
  private static final class Known extends IOException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  private int column;
  private boolean found;

  private EightBitHeader() {}

  static boolean isIn(MessageBody message) throws IOException {
    EightBitHeader look = new EightBitHeader();
    try {
      message.writeTo(look);
    } catch (Known enough) {
      // the rest of it is not wanted
    }
    return look.found;
  }

  @Override
  public void write(int b) throws IOException {
    found = (byte) b < 0;
    if (found || b == '\n' && column == 1) {
      throw new Known();
    }
    column = b == '\n' ? 0 : column + 1;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }
}
