package org.postern.core.message;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.postern.core.smtp.MessageBody;

/**
 * A composed message: its texts in memory, its files on disk. Bodies are always in 7 bits, so only
 * an internationalised address in a header makes it {@link #eightBit()}, and no 7-bit form exists
 * then.
 */
record ComposedBody(List<Segment> segments, long size, boolean utf8Headers) implements MessageBody {

  static ComposedBody of(List<Segment> segments, boolean utf8Headers) {
    long size = segments.stream().mapToLong(Segment::size).sum();
    return new ComposedBody(List.copyOf(segments), size, utf8Headers);
  }

  @Override
  public boolean eightBit() {
    return utf8Headers;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    for (Segment segment : segments) {
      segment.writeTo(out);
    }
  }

  /** Says which field has that address. */
  @Override
  public MessageBody asciiHeaders() throws IOException {
    return SevenBit.headers(this);
  }

  @Override
  public String toString() {
    return "ComposedBody[" + size + " bytes]";
  }
}
