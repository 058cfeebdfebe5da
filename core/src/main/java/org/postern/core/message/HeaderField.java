package org.postern.core.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One field of a header section as it stands there, its folded lines included (RFC 5322 section
 * 2.2). Splitting is one linear scan, whatever the bytes are. The bytes are not copied: nobody
 * changes them.
 *
 * @param name as written, without white space before the colon; "" where the line is no field
 * @param raw the bytes of the field, each line with its CRLF
 */
public record HeaderField(String name, byte[] raw) {

  /** True for a field of this name; case does not count. */
  public boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }

  /** The value on one line: folds undone, blanks at the ends removed. */
  public String value() {
    String text = new String(raw, StandardCharsets.UTF_8);
    String value = text.substring(text.indexOf(':') + 1);
    return value.replace("\r\n", "").strip();
  }

  /** The fields of a section whose lines end with CRLF, without the empty line that ends it. */
  public static List<HeaderField> split(byte[] section) {
    List<HeaderField> fields = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < section.length; i++) {
      boolean endOfLine = section[i] == '\n';
      boolean folded = i + 1 < section.length && (section[i + 1] == ' ' || section[i + 1] == '\t');
      if (endOfLine && !folded || i == section.length - 1) {
        byte[] raw = java.util.Arrays.copyOfRange(section, start, i + 1);
        fields.add(new HeaderField(nameOf(raw, raw.length), raw));
        start = i + 1;
      }
    }
    return fields;
  }

  /** The name of the field that a line begins, "" for none; blanks before the colon are old use. */
  public static String nameOf(byte[] line, int length) {
    int end = 0;
    while (end < length && line[end] > 0x20 && line[end] < 0x7F && line[end] != ':') {
      end++;
    }
    int colon = end;
    while (colon < length && (line[colon] == ' ' || line[colon] == '\t')) {
      colon++;
    }
    return end > 0 && colon < length && line[colon] == ':'
        ? new String(line, 0, end, StandardCharsets.US_ASCII)
        : "";
  }
}
