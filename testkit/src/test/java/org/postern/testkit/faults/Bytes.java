package org.postern.testkit.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.postern.core.message.SevenBit;
import org.postern.core.smtp.MessageBody;

/** A message of these bytes, exactly, unless its header has to be made ASCII. */
record Bytes(byte[] bytes, boolean utf8Headers, Optional<MessageBody> sevenBit)
    implements MessageBody {

  static final Bytes HELLO = of("Subject: hello\r\nMessage-ID: <1@example.com>\r\n\r\nHello.\r\n");

  static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8), false, Optional.empty());
  }

  /** About that many bytes, in lines. */
  static Bytes ofSize(int size) {
    return of("Subject: big\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(size / 72 + 1));
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public boolean eightBit() {
    for (byte b : bytes) {
      if (b < 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public MessageBody asciiHeaders() throws IOException {
    return SevenBit.headers(this);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }
}
