package org.postern.testkit.contract;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.postern.core.smtp.MessageBody;

/** A short ASCII message. */
record FixedBody(String text) implements MessageBody {

  @Override
  public long size() {
    return text.length();
  }

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
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
