package org.postern.core.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/** Where ready-made bytes come from, each time anew. */
sealed interface EmlSource {

  /** For error messages. */
  String name();

  InputStream open() throws IOException;

  /**
   * @throws IOException naming the source, when it is not what it was
   */
  void check() throws IOException;

  /** Bytes that nobody else can change. */
  record Memory(byte[] bytes) implements EmlSource {
    @Override
    public String name() {
      return "message";
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public void check() {}
  }

  /** A file that is read each time. */
  record File(FileStamp stamp) implements EmlSource {
    @Override
    public String name() {
      return stamp.file().toString();
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(stamp.file());
    }

    @Override
    public void check() throws IOException {
      stamp.check();
    }
  }
}
