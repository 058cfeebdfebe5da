package org.postern.core.message;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;

/** A stretch of a composed message: bytes that are ready, or a file to be encoded on the way. */
sealed interface Segment {

  long size();

  void writeTo(OutputStream out) throws IOException;

  /** Bytes in memory; never changed after this is made. */
  record Ready(byte[] bytes) implements Segment {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes);
    }
  }

  /**
   * A file in base64, lines of 76 characters, no line end after the last (RFC 2045 section 6.8).
   */
  record EncodedFile(FileStamp stamp) implements Segment {

    private static final int LINE = 76;
    private static final int BUFFER = 57 * 1024;

    @Override
    public long size() {
      long characters = (stamp.size() + 2) / 3 * 4;
      return characters == 0 ? 0 : characters + (characters - 1) / LINE * 2;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      stamp.check();
      byte[] lineEnd = "\r\n".getBytes(StandardCharsets.US_ASCII);
      Base64.Encoder encoder = Base64.getMimeEncoder(LINE, lineEnd);
      try (InputStream in = Files.newInputStream(stamp.file());
          OutputStream encoded = encoder.wrap(new Unclosed(out))) {
        copy(in, encoded);
      }
      stamp.check();
    }

    private void copy(InputStream in, OutputStream encoded) throws IOException {
      byte[] buffer = new byte[BUFFER];
      long left = stamp.size();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        left -= n;
        if (left < 0) {
          throw stamp.changed();
        }
        encoded.write(buffer, 0, n);
      }
      if (left > 0) {
        throw stamp.changed();
      }
    }
  }

  /** Keeps the stream below open: the encoder writes its last group when it is closed. */
  final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() {}
  }
}
