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
    return new String(line, 0, nameEnd(line, 0, length), StandardCharsets.US_ASCII);
  }

  /**
   * Where the name ends of the field that a line begins; {@code start} where it begins none.
   *
   * @param start of the line
   * @param end after it
   */
  public static int nameEnd(byte[] bytes, int start, int end) {
    int name = start;
    while (name < end && bytes[name] > 0x20 && bytes[name] < 0x7F && bytes[name] != ':') {
      name++;
    }
    int colon = name;
    while (colon < end && (bytes[colon] == ' ' || bytes[colon] == '\t')) {
      colon++;
    }
    return colon < end && bytes[colon] == ':' ? name : start;
  }
}
