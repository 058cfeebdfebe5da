package org.postern.relay.internal.listen;

import java.util.Arrays;
import org.postern.core.message.HeaderField;

/**
 * A header section seen as fields, none of which is copied: a client chooses how many there are.
 * Immutable as long as nobody changes the bytes.
 */
final class Section {

  private final byte[] bytes;
  private final int[] starts;

  /**
   * The section in the first bytes.
   *
   * @param end of it, after the CRLF of its last line
   */
  Section(byte[] bytes, int end) {
    this.bytes = bytes;
    int[] found = new int[64];
    int count = 0;
    for (int at = 0; at < end; at = afterLine(bytes, at, end)) {
      if (at > 0 && isFolded(bytes, at)) {
        continue;
      }
      if (count + 1 == found.length) {
        found = Arrays.copyOf(found, found.length * 2);
      }
      found[count++] = at;
    }
    found[count] = end;
    starts = Arrays.copyOf(found, count + 1);
  }

  private static int afterLine(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  /** True for a line that goes on with the field of the line before. */
  static boolean isFolded(byte[] bytes, int start) {
    return bytes[start] == ' ' || bytes[start] == '\t';
  }

  /** True where the bytes from {@code start} to {@code end} are a line of a header section. */
  static boolean mayHold(byte[] bytes, int start, int end) {
    return isFolded(bytes, start) ? start > 0 : HeaderField.nameEnd(bytes, start, end) > start;
  }

  /** How many fields. */
  int size() {
    return starts.length - 1;
  }

  /** Where the field begins; for {@link #size} where the section ends. */
  int start(int field) {
    return starts[field];
  }

  /** True for a field of this name; case does not count. */
  boolean is(int field, String name) {
    int start = starts[field];
    if (HeaderField.nameEnd(bytes, start, starts[field + 1]) - start != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (Character.toLowerCase(bytes[start + i]) != Character.toLowerCase(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** How many of this name. */
  int count(String name) {
    int count = 0;
    for (int i = 0; i < size(); i++) {
      count += is(i, name) ? 1 : 0;
    }
    return count;
  }

  /** The first of this name; -1 for none. */
  int first(String name) {
    for (int i = 0; i < size(); i++) {
      if (is(i, name)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * A copy of the field.
   *
   * @param most bytes of it, from its beginning
   */
  HeaderField field(int field, int most) {
    int end = Math.min(starts[field + 1], starts[field] + most);
    byte[] raw = Arrays.copyOfRange(bytes, starts[field], end);
    return new HeaderField(HeaderField.nameOf(raw, raw.length), raw);
  }
}
