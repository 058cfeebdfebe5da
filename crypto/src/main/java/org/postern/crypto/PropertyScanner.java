package org.postern.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Finds each property of a file and where its value stands, byte by byte, with the grammar of
 * {@link Properties}: one character of the scanned text is one byte of the file.
 */
final class PropertyScanner {

  private static final String BOM = "\u00ef\u00bb\u00bf";

  private final String text;
  private final Charset charset;
  private final List<Found> found = new ArrayList<>();
  private int at;
  private int line = 1;

  private PropertyScanner(byte[] bytes) {
    this.text = new String(bytes, ISO_8859_1);
    this.charset = charsetOf(bytes);
  }

  /**
   * One property.
   *
   * @param line where it starts, from 1
   * @param start the index of the value's first byte
   * @param end the index after its last
   * @param value unescaped
   * @param lines the bytes of all its lines, their ends included
   */
  record Found(String key, int line, int start, int end, char[] value, Range lines) {}

  /**
   * Bytes of the file.
   *
   * @param from the index of the first
   * @param to the index after the last
   */
  record Range(int from, int to) {}

  static List<Found> scan(byte[] bytes) {
    PropertyScanner scanner = new PropertyScanner(bytes);
    scanner.run();
    return scanner.found;
  }

  private void run() {
    at = text.startsWith(BOM) ? BOM.length() : 0;
    while (at < text.length()) {
      int lineStart = at;
      skipBlanks();
      if (at >= text.length()) {
        return;
      }
      char first = text.charAt(at);
      if (first == '#' || first == '!') {
        while (at < text.length() && !lineEnd(text.charAt(at))) {
          at++;
        }
      }
      if (at < text.length() && lineEnd(text.charAt(at))) {
        skipLineEnd();
      } else if (at < text.length()) {
        property(lineStart);
      }
    }
  }

  private void property(int lineStart) {
    int startLine = line;
    int keyStart = at;
    while (at < text.length() && !separator(text.charAt(at)) && !lineEnd(text.charAt(at))) {
      skipCharacter();
    }
    int keyEnd = at;
    skipBlanksAndContinuations();
    if (at < text.length() && (text.charAt(at) == '=' || text.charAt(at) == ':')) {
      at++;
      skipBlanksAndContinuations();
    }
    int start = at;
    while (at < text.length() && !lineEnd(text.charAt(at))) {
      skipCharacter();
    }
    int end = at;
    if (at < text.length()) {
      skipLineEnd();
    }
    // parsed apart: the value may begin with what would be a separator after the key
    String key = unescaped(text.substring(keyStart, keyEnd) + "=", true);
    String value = unescaped("k=" + text.substring(start, end), false);
    found.add(new Found(key, startLine, start, end, value.toCharArray(), new Range(lineStart, at)));
  }

  /** One character, an escaped one, or a continued line end with the blanks after it. */
  private void skipCharacter() {
    if (text.charAt(at) != '\\') {
      at++;
      return;
    }
    at++;
    if (at >= text.length()) {
      return;
    }
    if (lineEnd(text.charAt(at))) {
      skipLineEnd();
      skipBlanks();
    } else {
      at++;
    }
  }

  private void skipBlanksAndContinuations() {
    skipBlanks();
    while (at + 1 < text.length() && text.charAt(at) == '\\' && lineEnd(text.charAt(at + 1))) {
      at++;
      skipLineEnd();
      skipBlanks();
    }
  }

  private void skipBlanks() {
    while (at < text.length() && blank(text.charAt(at))) {
      at++;
    }
  }

  private void skipLineEnd() {
    boolean both = text.startsWith("\r\n", at);
    at += both ? 2 : 1;
    line++;
  }

  private String unescaped(String bytes, boolean wantKey) {
    Properties one = new Properties();
    try {
      one.load(new StringReader(new String(bytes.getBytes(ISO_8859_1), charset)));
    } catch (IOException | IllegalArgumentException malformed) {
      throw new CryptoException("line " + line + " has a malformed \\" + "u escape; correct it");
    }
    return one.entrySet().stream()
        .findFirst()
        .map(e -> (String) (wantKey ? e.getKey() : e.getValue()))
        .orElse("");
  }

  private static Charset charsetOf(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return StandardCharsets.UTF_8;
    } catch (CharacterCodingException notUtf8) {
      return ISO_8859_1;
    }
  }

  private static boolean blank(char c) {
    return c == ' ' || c == '\t' || c == '\f';
  }

  private static boolean separator(char c) {
    return c == '=' || c == ':' || blank(c);
  }

  private static boolean lineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
