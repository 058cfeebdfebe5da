package org.postern.core.message;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

/**
 * Takes down what Angus writes while it renders a message, with files in their places unread. So a
 * message can be written later by many threads at once, each time the same, without Angus.
 */
final class Recording extends OutputStream {

  private final List<Segment> segments = new ArrayList<>();
  private final ByteArrayOutputStream ready = new ByteArrayOutputStream();

  @Override
  public void write(int b) {
    ready.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    ready.write(bytes, offset, length);
  }

  /**
   * A header section and the empty line after it; one octet in each character. Angus's own way of
   * writing searches the class path for a stream of lines and an encoder at each message.
   */
  void addHeader(Enumeration<String> lines) {
    while (lines.hasMoreElements()) {
      ready.writeBytes(lines.nextElement().getBytes(StandardCharsets.ISO_8859_1));
      endLine();
    }
    endLine();
  }

  private void endLine() {
    ready.write('\r');
    ready.write('\n');
  }

  void add(Segment segment) {
    flushReady();
    segments.add(segment);
  }

  List<Segment> end() {
    flushReady();
    return segments;
  }

  private void flushReady() {
    if (ready.size() > 0) {
      segments.add(new Segment.Ready(ready.toByteArray()));
      ready.reset();
    }
  }
}
