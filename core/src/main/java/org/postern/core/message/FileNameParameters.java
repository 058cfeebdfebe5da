package org.postern.core.message;

import java.nio.charset.StandardCharsets;

/**
 * A file name in the two forms that mail programs read: RFC 2231 in Content-Disposition, which is
 * the standard, and in Content-Type the older {@code name}, where names beyond ASCII stand as
 * encoded-words as in the programs that never learned RFC 2231.
 */
final class FileNameParameters {

  /** Characters of a value on one line, so that each line stays below 78. */
  private static final int CHUNK = 54;

  private static final String ATTRIBUTE_MARKS = "!#$&+-.^_`|~";

  private FileNameParameters() {}

  static String disposition(String kind, String fileName) {
    if (isPlain(fileName)) {
      return kind + ";\r\n filename=" + quoted(fileName);
    }
    StringBuilder value = new StringBuilder(kind);
    String rest = "UTF-8''" + percentEncoded(fileName);
    if (rest.length() <= CHUNK) {
      return value.append(";\r\n filename*=").append(rest).toString();
    }
    for (int section = 0; !rest.isEmpty(); section++) {
      int end = end(rest);
      value.append(";\r\n filename*").append(section).append("*=").append(rest, 0, end);
      rest = rest.substring(end);
    }
    return value.toString();
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
  private static int end(String encoded) {
    if (encoded.length() <= CHUNK) {
      return encoded.length();
    }
    int percent = encoded.lastIndexOf('%', CHUNK - 1);
    return percent > CHUNK - 3 ? percent : CHUNK;
  }

  private static String percentEncoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || ATTRIBUTE_MARKS.indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return encoded.toString();
  }
}
