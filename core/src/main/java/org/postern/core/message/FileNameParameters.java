package org.postern.core.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A file name in the two forms that mail programs read: RFC 2231 in Content-Disposition, which is
 * the standard, and in Content-Type the older {@code name}, where names beyond ASCII stand as
 * encoded-words as in the programs that never learned RFC 2231.
 */
final class FileNameParameters {

  /** Characters of a value on one line, so that each line stays below 78. */
  private static final int CHUNK = 54;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String ATTRIBUTE_MARKS = "!#$&+-.^_`|~";

  private FileNameParameters() {}

  static String disposition(String kind, String fileName) {
    if (isPlain(fileName)) {
      return kind + ";\r\n filename=" + quoted(fileName);
    }
    return kind + ";\r\n " + String.join(";\r\n ", extended("filename", fileName));
  }

  /** A parameter of any text by RFC 2231, in as many sections as its length makes necessary. */
  static List<String> extended(String attribute, String text) {
    String rest = "UTF-8''" + percentEncoded(text);
    if (rest.length() <= CHUNK) {
      return List.of(attribute + "*=" + rest);
    }
    List<String> sections = new ArrayList<>();
    int begin = 0;
    while (begin < rest.length()) {
      int end = end(rest, begin);
      sections.add(attribute + "*" + sections.size() + "*=" + rest.substring(begin, end));
      begin = end;
    }
    return sections;
  }

  static String contentType(String type, String fileName) {
    String name =
        isPlain(fileName)
            ? quoted(fileName)
            : '"' + String.join("\r\n ", EncodedWords.of(fileName, 60)) + '"';
    return HeaderText.fold("Content-Type", type) + ";\r\n name=" + name;
  }

  private static boolean isPlain(String name) {
    return name.length() <= CHUNK
        && !name.contains("=?")
        && name.equals(name.strip())
        && name.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\\\"") + '"';
  }

  /** A section ends between two characters of the encoding, never within a %XX. */
  private static int end(String encoded, int begin) {
    int end = begin + CHUNK;
    if (encoded.length() <= end) {
      return encoded.length();
    }
    if (encoded.charAt(end - 1) == '%') {
      return end - 1;
    }
    return encoded.charAt(end - 2) == '%' ? end - 2 : end;
  }

  private static String percentEncoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || ATTRIBUTE_MARKS.indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : "%" + HEX.toHexDigits(b));
    }
    return encoded.toString();
  }
}
