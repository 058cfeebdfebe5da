package org.postern.relay.internal.listen;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads command lines, strictly and within bounds (RFC 5321 sections 2.3.8 and 4.5.3.1.4). */
final class CommandReader {

  /** RFC 5321: 512; with the parameters of DSN, SMTPUTF8 and ORCPT some 1,200. */
  static final int COMMAND = 2048;

  /** RFC 4954 section 4.3. */
  static final int AUTH = 12_288 + 512;

  private static final int SWALLOWED = 1024 * 1024 + 64 * 1024;

  private final Wire wire;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);

  CommandReader(Wire wire) {
    this.wire = wire;
  }

  /** What came. */
  enum Kind {
    /** A line of printable characters. */
    LINE,
    /** A line that is longer than allowed; it was read to its end. */
    TOO_LONG,
    /** A line without end; it was not read to its end, so nothing that follows is a command. */
    ENDLESS,
    /** A line with a CR or LF alone: whoever sent it sees other lines than we do. */
    BARE,
    /** A line with control characters, or bytes that are no UTF-8. */
    UNREADABLE
  }

  /**
   * One line.
   *
   * @param text "" unless it is a {@link Kind#LINE}
   */
  record Line(Kind kind, String text) {}

  /**
   * The next line.
   *
   * @param most how many bytes it may have, its end not counted
   */
  Line next(int most) throws IOException {
    line.reset();
    int length = 0;
    while (true) {
      if (wire.isEmpty()) {
        wire.fill();
      }
      byte[] bytes = wire.buffer();
      int from = wire.position();
      int end = from;
      while (end < wire.limit() && bytes[end] != '\n') {
        end++;
      }
      length += end - from;
      if (line.size() <= most + 1) {
        line.write(bytes, from, Math.min(end - from, most + 2 - line.size()));
      }
      boolean whole = end < wire.limit();
      wire.position(whole ? end + 1 : end);
      if (whole) {
        return judged(length, most);
      }
      if (length > SWALLOWED) {
        return new Line(Kind.ENDLESS, "");
      }
    }
  }

  private Line judged(int length, int most) {
    if (length > most + 1) {
      return new Line(Kind.TOO_LONG, "");
    }
    byte[] bytes = line.toByteArray();
    if (bytes.length == 0 || bytes[bytes.length - 1] != '\r') {
      return new Line(Kind.BARE, "");
    }
    int all = 0;
    for (int i = 0; i < bytes.length - 1; i++) {
      if (bytes[i] == '\r') {
        return new Line(Kind.BARE, "");
      }
      if (bytes[i] >= 0 && bytes[i] < 0x20 || bytes[i] == 0x7f) {
        return new Line(Kind.UNREADABLE, "");
      }
      all |= bytes[i];
    }
    return all >= 0
        ? new Line(Kind.LINE, new String(bytes, 0, bytes.length - 1, StandardCharsets.US_ASCII))
        : utf8(bytes);
  }

  private static Line utf8(byte[] bytes) {
    try {
      ByteBuffer text = ByteBuffer.wrap(bytes, 0, bytes.length - 1);
      return new Line(Kind.LINE, StandardCharsets.UTF_8.newDecoder().decode(text).toString());
    } catch (CharacterCodingException other) {
      return new Line(Kind.UNREADABLE, "");
    }
  }
}
