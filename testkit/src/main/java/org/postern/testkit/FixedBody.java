package org.postern.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.postern.core.smtp.MessageBody;

/**
 * A message of exactly these bytes, whether they are a good message or not. It claims no UTF-8 in
 * its header section. Thread safe while nobody changes the bytes.
 */
public record FixedBody(byte[] bytes) implements MessageBody {

  /** Of a text, in UTF-8. */
  public static FixedBody of(String text) {
    return new FixedBody(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * One that cannot be read to its end: it says that it has {@code size} bytes, writes those of
   * {@code begin} and fails.
   */
  public static MessageBody torn(byte[] begin, long size, String why) {
    return new Torn(begin, size, why);
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
  public boolean utf8Headers() {
    return false;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }

  private record Torn(byte[] begin, long size, String why) implements MessageBody {

    @Override
    public boolean eightBit() {
      return false;
    }

    @Override
    public boolean utf8Headers() {
      return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(begin);
      throw new IOException(why);
    }
  }
}
