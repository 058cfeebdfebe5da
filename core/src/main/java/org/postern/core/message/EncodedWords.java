package org.postern.core.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * RFC 2047 encoded-words in UTF-8, Q or B, whichever is shorter; no character is split between two
 * words. The safe set of Q is that of a phrase (section 5 rule 3), which is right everywhere.
 */
final class EncodedWords {

  private static final int MAX_WORD = 75;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int FRAME = "=?UTF-8?Q??=".length();

  private EncodedWords() {}

  /**
   * The words in order, to be written with single spaces between them; a reader joins them without
   * the spaces.
   *
   * @param room how many characters the first word may have, at least 40
   */
  static List<String> of(String text, int room) {
    boolean q = qLength(text) <= (text.getBytes(StandardCharsets.UTF_8).length + 2) / 3 * 4;
    List<String> words = new ArrayList<>();
    StringBuilder chunk = new StringBuilder();
    int limit = Math.min(room, MAX_WORD) - FRAME;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int mark = chunk.length();
      chunk.appendCodePoint(text.codePointAt(i));
      if (encodedLength(chunk, q) > limit) {
        words.add(word(chunk.substring(0, mark), q));
        chunk.delete(0, mark);
        limit = MAX_WORD - FRAME;
      }
    }
    words.add(word(chunk.toString(), q));
    return words;
  }

  private static int encodedLength(CharSequence text, boolean q) {
    String string = text.toString();
    return q ? qLength(string) : (string.getBytes(StandardCharsets.UTF_8).length + 2) / 3 * 4;
  }

  private static int qLength(String text) {
    int length = 0;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      length += isPlain(b) || b == ' ' ? 1 : 3;
    }
    return length;
  }

  private static String word(String text, boolean q) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return q
        ? "=?UTF-8?Q?" + q(bytes) + "?="
        : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
  }

  private static String q(byte[] bytes) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : bytes) {
      if (b == ' ') {
        encoded.append('_');
      } else if (isPlain(b)) {
        encoded.append((char) b);
      } else {
        encoded.append('=').append(HEX.toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(byte b) {
    return b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b >= '0' && b <= '9'
        || b == '!'
        || b == '*'
        || b == '+'
        || b == '-'
        || b == '/';
  }
}
