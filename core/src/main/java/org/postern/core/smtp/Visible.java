package org.postern.core.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Makes what another side sent fit for one line of a log. No I/O, never fails. */
public final class Visible {

  private static final int FIRST_BYTES = 80;

  private Visible() {}

  /**
   * The text with every character escaped that could move a cursor, end a line, hide or reorder
   * text: controls, line and paragraph separators, format characters, lone surrogates.
   */
  public static String text(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (!hidden(c)) {
                shown.appendCodePoint(c);
              } else {
                shown.append(c < 0x100 ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c));
              }
            });
    return shown.toString();
  }

  /** True where all of it is printable ASCII. */
  public static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7e) {
        return false;
      }
    }
    return true;
  }

  /** UTF-8, or Latin-1 where it is none; nothing escaped. */
  public static String decode(byte[] bytes, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
  }

  /** The first bytes, for an error message: ASCII as it is, all others as {@code \xNN}. */
  public static String start(byte[] bytes, int from, int to) {
    StringBuilder shown = new StringBuilder();
    for (int i = from; i < Math.min(to, from + FIRST_BYTES); i++) {
      int b = bytes[i] & 0xff;
      if (b >= 0x20 && b < 0x7f) {
        shown.append((char) b);
      } else {
        shown.append("\\x%02x".formatted(b));
      }
    }
    return to - from > FIRST_BYTES ? shown + "…" : shown.toString();
  }

  private static boolean hidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
