package org.postern.core.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A text in canonical form with the transfer encoding that suits it: as it is where every line is
 * short plain ASCII, else quoted-printable, or base64 where that is shorter. It ends with a line
 * end.
 *
 * @param encoding the Content-Transfer-Encoding
 * @param bytes the encoded text, CRLF at each line end
 */
record TextBody(String encoding, byte[] bytes) {

  private static final int LINE = 76;

  static TextBody of(String text) {
    String canonical = canonical(text);
    byte[] raw = canonical.getBytes(StandardCharsets.UTF_8);
    if (isPlain(canonical)) {
      return new TextBody("7bit", raw);
    }
    byte[] quoted = QuotedPrintable.encode(raw);
    byte[] base64 = base64(raw);
    return quoted.length <= base64.length
        ? new TextBody("quoted-printable", quoted)
        : new TextBody("base64", base64);
  }

  private static byte[] base64(byte[] raw) {
    String lines = Base64.getMimeEncoder(LINE, new byte[] {'\r', '\n'}).encodeToString(raw);
    return (lines + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** CRLF in place of CR, LF and CRLF, and at the end. */
  private static String canonical(String text) {
    StringBuilder lines = new StringBuilder(text.length() + 64);
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        lines.append(text, start, i).append("\r\n");
        if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
          i++;
        }
        start = i + 1;
      }
    }
    if (start < text.length() || text.isEmpty()) {
      lines.append(text, start, text.length()).append("\r\n");
    }
    return lines.toString();
  }

  /** Nothing that any relay, mailbox format or mail program is known to touch. */
  private static boolean isPlain(String canonical) {
    int start = 0;
    while (start < canonical.length()) {
      int end = canonical.indexOf("\r\n", start);
      if (!isPlain(canonical, start, end)) {
        return false;
      }
      start = end + 2;
    }
    return true;
  }

  private static boolean isPlain(String text, int start, int end) {
    if (end - start > LINE || text.startsWith("From ", start)) {
      return false;
    }
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if ((c < 0x20 || c >= 0x7F) && c != '\t') {
        return false;
      }
    }
    char last = end > start ? text.charAt(end - 1) : 'x';
    return text.charAt(start) != '.' && last != ' ' && last != '\t';
  }
}
