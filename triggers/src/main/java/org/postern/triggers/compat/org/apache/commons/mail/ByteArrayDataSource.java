package org.postern.triggers.compat.org.apache.commons.mail;

import java.io.IOException;
import java.io.InputStream;

/** Bytes in memory as a data source, as commons-email 1.x had it. */
public final class ByteArrayDataSource extends jakarta.mail.util.ByteArrayDataSource {

  /** Of bytes. */
  public ByteArrayDataSource(byte[] bytes, String type) {
    super(bytes, type);
  }

  /** Of all that the stream gives. */
  public ByteArrayDataSource(InputStream in, String type) throws IOException {
    super(in, type);
  }

  /** Of a text. */
  public ByteArrayDataSource(String text, String type) throws IOException {
    super(text, type);
  }
}
