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

  /** A header field, folded at blanks, and where a word has no end. */
  void field(String name, String value) {
    wrapped(name + ": ", " ", value);
  }

  void wrapped(String indent, String text) {
    wrapped(indent, indent, text);
  }

  private void wrapped(String first, String indent, String text) {
    StringBuilder line = new StringBuilder(first);
    int empty = indent.length();
    for (String word : text.strip().split(" +")) {
      if (line.length() > empty && line.length() + word.length() >= WIDTH) {
        endOf(line, indent);
      }
      int from = 0;
      while (line.length() + word.length() - from >= WIDTH) {
        // RFC 5322 section 2.1.1: no line has more than 998 octets, whatever the other side wrote
        int to = from + WIDTH - 1 - line.length();
        to -= Character.isLowSurrogate(word.charAt(to)) ? 1 : 0;
        line.append(word, from, to);
        endOf(line, indent);
        from = to;
      }
      line.append(word, from, word.length()).append(' ');
    }
    endOf(line, indent);
  }

  private void endOf(StringBuilder line, String indent) {
    line(line.toString().stripTrailing());
    line.setLength(0);
    line.append(indent);
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
