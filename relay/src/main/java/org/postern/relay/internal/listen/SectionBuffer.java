package org.postern.relay.internal.listen;

import java.util.Arrays;

/**
 * The header section of a mail while it comes, line by line: bounded in bytes and in fields, and
 * together with those of all other sessions. One thread.
 */
final class SectionBuffer implements AutoCloseable {

  /** What other servers take too; more is no header section. */
  static final int MOST_BYTES = 1024 * 1024;

  /** People's mail has some dozens; what works with fields need not fear for its memory. */
  static final int MOST_FIELDS = 2000;

  /**
   * So much each session has anyway, as it has a buffer to read into: whoever holds all the room
   * that sessions share keeps no mail out whose header is like that of most.
   */
  static final int OWN = 16 * 1024;

  private final HeaderRoom room;
  private byte[] bytes = new byte[2048];
  private int length;
  private int lineStart;
  private int fields;
  private int taken;

  SectionBuffer(HeaderRoom room) {
    this.room = room;
  }

  /** More bytes, of one line. */
  void add(byte[] from, int start, int end) throws Refused {
    int next = length + end - start;
    if (next > MOST_BYTES) {
      throw Refused.because(552, "5.3.4", "The header section is longer than 1 MiB");
    }
    if (next > bytes.length) {
      grow(Math.min(MOST_BYTES, Math.max(next, bytes.length * 2)));
    }
    System.arraycopy(from, start, bytes, length, end - start);
    length = next;
  }

  private void grow(int size) throws Refused {
    int shared = Math.max(0, size - OWN);
    // the bytes of before stay until they are copied
    if (!room.take(shared)) {
      throw Refused.because(
          452, "4.3.1", "Too many large header sections at the moment; try again later");
    }
    int before = taken;
    taken += shared;
    bytes = Arrays.copyOf(bytes, size);
    room.give(before);
    taken = shared;
  }

  /**
   * The line is whole.
   *
   * @return false where it is none of a header section, which has ended before it
   */
  boolean takesLine() throws Refused {
    if (lineStart == 0 && Heading.isMailboxLine(bytes, length)) {
      length = 0;
      return true;
    }
    boolean empty = length - lineStart == 2;
    if (empty || !Section.mayHold(bytes, lineStart, length)) {
      return false;
    }
    if (!Section.isFolded(bytes, lineStart) && ++fields > MOST_FIELDS) {
      throw Refused.because(
          552, "5.3.4", "The header section has more than " + MOST_FIELDS + " fields");
    }
    lineStart = length;
    return true;
  }

  /** The bytes, up to {@link #length}. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the section ends, and a line begins that is none of it, if there is one. */
  int end() {
    return lineStart;
  }

  int length() {
    return length;
  }

  /** Forgets all, for good. */
  @Override
  public void close() {
    bytes = new byte[0];
    length = 0;
    lineStart = 0;
    room.give(taken);
    taken = 0;
  }
}
