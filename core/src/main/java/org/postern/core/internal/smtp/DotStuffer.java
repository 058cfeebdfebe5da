package org.postern.core.internal.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The one place where a message's bytes meet the wire: doubles a dot at a line's beginning (RFC
 * 5321 section 4.5.2), and refuses a CR or LF that stands alone (a server that reads one as a
 * line's end could be made to see a second mail: SMTP smuggling) and 8-bit bytes that the server
 * was not told of. Ends nothing: the final dot is not its business. Not thread safe.
 */
final class DotStuffer extends OutputStream {

  private static final byte[] DOT = {'.'};

  private final Wire wire;
  private final TimeLimit limit;
  private final boolean eightBit;
  private boolean lineStart = true;
  private boolean afterCr;
  private long count;
  private Optional<IOException> failure = Optional.empty();

  /**
   * @param eightBit whether the server was told of bytes above 127
   */
  DotStuffer(Wire wire, TimeLimit limit, boolean eightBit) {
    this.wire = wire;
    this.limit = limit;
    this.eightBit = eightBit;
  }

  /** What went wrong here, in case the message's source has swallowed it. */
  Optional<IOException> failure() {
    return failure;
  }

  /** The message's bytes so far, dots not doubled. */
  long count() {
    return count;
  }

  /** Checks the end of the message. */
  void end() throws BodyFault {
    if (afterCr || !lineStart) {
      throw new BodyFault("the message does not end with CRLF");
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    try {
      stuff(bytes, offset, offset + length);
      count += length;
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  private void stuff(byte[] bytes, int from, int to) throws IOException {
    boolean cr = afterCr;
    boolean first = lineStart;
    int unsent = from;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (!cr && b > '\r' && b != '.') {
        first = false;
        continue; // as nearly all are
      }
      if (cr != (b == '\n')) {
        throw new BodyFault("the message holds a " + (cr ? "CR" : "LF") + " that stands alone");
      }
      if (first && b == '.') {
        wire.body(bytes, unsent, i, limit);
        wire.body(DOT, 0, 1, limit);
        unsent = i;
      }
      if (b < 0 && !eightBit) {
        throw new BodyFault("the message holds 8-bit bytes though it says that it has none");
      }
      first = b == '\n';
      cr = b == '\r';
    }
    afterCr = cr;
    lineStart = first;
    wire.body(bytes, unsent, to, limit);
  }
}
