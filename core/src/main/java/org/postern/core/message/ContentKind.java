package org.postern.core.message;

import java.util.List;
import java.util.Locale;

/**
 * What the header of a MIME part says of its content (RFC 2045).
 *
 * @param type media type in lower case; {@code text/plain} where none is named
 * @param boundary of a multipart; "" where there is none
 * @param encoding Content-Transfer-Encoding in lower case; {@code 7bit} where none is named
 */
record ContentKind(String type, String boundary, String encoding) {

  static ContentKind of(List<HeaderField> header) {
    String value = first(header, "Content-Type");
    String encoding = first(header, "Content-Transfer-Encoding").toLowerCase(Locale.ROOT);
    int end = value.indexOf(';');
    String type = (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return new ContentKind(
        type.isEmpty() ? "text/plain" : type,
        boundary(value),
        encoding.isEmpty() ? "7bit" : encoding);
  }

  boolean isMultipart() {
    return type.startsWith("multipart/");
  }

  /** Another message or a piece of one: its bytes are not ours to change. */
  boolean isMessage() {
    return type.startsWith("message/");
  }

  boolean isText() {
    return type.startsWith("text/");
  }

  /** RFC 1847: what is signed or encrypted must arrive as it is. */
  boolean isSealed() {
    return type.equals("multipart/signed") || type.equals("multipart/encrypted");
  }

  /** True where the bytes stand for themselves. */
  boolean isUnencoded() {
    return encoding.equals("7bit") || encoding.equals("8bit") || encoding.equals("binary");
  }

  private static String first(List<HeaderField> header, String name) {
    return header.stream().filter(f -> f.is(name)).map(HeaderField::value).findFirst().orElse("");
  }

  /** Walks over the parameters once; quoted values may hold semicolons. */
  private static String boundary(String value) {
    int position = value.indexOf(';');
    while (position >= 0 && position < value.length()) {
      int equals = value.indexOf('=', position);
      if (equals < 0) {
        return "";
      }
      String name = value.substring(position + 1, equals).strip();
      int start = equals + 1;
      while (start < value.length() && Character.isWhitespace(value.charAt(start))) {
        start++;
      }
      boolean quoted = start < value.length() && value.charAt(start) == '"';
      int end = quoted ? closingQuote(value, start) : next(value, start);
      if (name.equalsIgnoreCase("boundary")) {
        String found = quoted ? value.substring(start + 1, end) : value.substring(start, end);
        return quoted ? found.replaceAll("\\\\(.)", "$1") : found.strip();
      }
      position = next(value, end);
    }
    return "";
  }

  private static int next(String value, int from) {
    int semicolon = value.indexOf(';', from);
    return semicolon < 0 ? value.length() : semicolon;
  }

  private static int closingQuote(String value, int start) {
    int i = start + 1;
    while (i < value.length() && value.charAt(i) != '"') {
      i += value.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i, value.length());
  }
}
