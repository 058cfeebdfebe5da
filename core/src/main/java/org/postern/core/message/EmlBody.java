package org.postern.core.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.postern.core.smtp.MessageBody;

/** Ready-made bytes: their header from memory, their body from the source each time. */
record EmlBody(
    byte[] header,
    EmlSource source,
    long bodyOffset,
    long size,
    boolean eightBit,
    boolean utf8Headers)
    implements MessageBody {

  /** Reads the source once, to learn its size and what it needs of a server. */
  static EmlBody of(EmlHeader header, EmlSource source) throws IOException {
    byte[] sent = header.sent();
    boolean utf8 = header.utf8(source.name());
    CanonicalOutput counted = new CanonicalOutput(OutputStream.nullOutputStream());
    copyBody(source, header.bodyOffset(), counted);
    source.check();
    return new EmlBody(
        sent,
        source,
        header.bodyOffset(),
        sent.length + counted.written(),
        utf8 || counted.eightBit(),
        utf8);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    source.check();
    out.write(header);
    CanonicalOutput body = new CanonicalOutput(out);
    copyBody(source, bodyOffset, body);
    source.check();
    if (header.length + body.written() != size) {
      throw new IOException(source.name() + " changed while it was read; make the message again");
    }
  }

  private static void copyBody(EmlSource source, long offset, CanonicalOutput out)
      throws IOException {
    try (InputStream in = source.open()) {
      in.skipNBytes(offset);
      in.transferTo(out);
      out.finish();
    }
  }

  @Override
  public Optional<MessageBody> sevenBit() throws IOException {
    return SevenBit.of(this);
  }

  @Override
  public MessageBody asciiHeaders() throws IOException {
    return SevenBit.headers(this);
  }

  @Override
  public String toString() {
    return "EmlBody[" + source.name() + ", " + size + " bytes]";
  }
}
