package org.postern.relay.deliver;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The notification while it is written. */
final class NoticeText {

  private static final int WIDTH = 76;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final String boundary;

  NoticeText(String boundary) {
    this.boundary = boundary;
  }

  void line(String text) {
    out.writeBytes((text + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  void wrapped(String indent, String text) {
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.split(" ")) {
      if (line.length() > indent.length() && line.length() + word.length() >= WIDTH) {
        line(line.toString().stripTrailing());
        line.setLength(indent.length());
      }
      line.append(word).append(' ');
    }
    line(line.toString().stripTrailing());
  }

  void open(String type, String encoding) {
    line("");
    line("--" + boundary);
    line("Content-Type: " + type);
    line("Content-Transfer-Encoding: " + encoding);
    line("");
  }

  void bytes(byte[] bytes) {
    out.writeBytes(bytes);
  }

  void close() {
    line("");
    line("--" + boundary + "--");
  }

  byte[] all() {
    return out.toByteArray();
  }
}
