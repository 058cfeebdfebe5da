package org.postern.core.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

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
  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

  static TextBody of(String text) {
    String canonical = LINE_END.matcher(text).replaceAll("\r\n");
    if (!canonical.endsWith("\r\n")) {
      canonical += "\r\n";
    }
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

  /** Nothing that any relay, mailbox format or mail program is known to touch. */
  private static boolean isPlain(String text) {
    for (String line : text.split("\r\n", -1)) {
      if (line.length() > LINE
          || line.startsWith("From ")
          || line.startsWith(".")
          || line.endsWith(" ")
          || line.endsWith("\t")
          || !line.chars().allMatch(c -> c >= 0x20 && c < 0x7F || c == '\t')) {
        return false;
      }
    }
    return true;
  }
}
