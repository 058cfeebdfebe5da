package org.postern.relay.internal.listen;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.postern.spool.Intake;

/**
 * One mail while its bytes come: checked, its header section held back until it is whole, the rest
 * handed to the spool at once. After a fault the bytes are counted and forgotten. One thread.
 */
final class Incoming implements AutoCloseable {

  private static final long SWALLOWED = 16L * 1024 * 1024;
  private static final byte[] LINE_END = {'\r', '\n'};

  private final Intake intake;
  private final OutputStream out;
  private final long maxSize;
  private final Heading heading;
  private final SectionBuffer section;
  private boolean inHeader = true;
  private boolean afterCr;
  private boolean endsWithLine = true;
  private long size;
  private boolean broken;
  private Optional<Refused> fault = Optional.empty();

  /**
   * A mail of which nothing has come.
   *
   * @param room that it shares with others, for its header section
   */
  Incoming(Intake intake, long maxSize, Heading heading, HeaderRoom room) {
    this.intake = intake;
    this.out = intake.body();
    this.maxSize = maxSize;
    this.heading = heading;
    this.section = new SectionBuffer(room);
  }

  /** More bytes, dots unstuffed. */
  void take(byte[] bytes, int from, int to) {
    if (from == to) {
      return;
    }
    size += to - from;
    if (size > maxSize && fault.isEmpty()) {
      refuse(Refused.because(552, "5.3.4", "The mail is larger than " + maxSize + " bytes"));
    }
    if (fault.isPresent() && broken) {
      return;
    }
    check(bytes, from, to);
    if (fault.isPresent()) {
      return;
    }
    endsWithLine = bytes[to - 1] == '\n';
    store(bytes, from, to);
  }

  private void check(byte[] bytes, int from, int to) {
    boolean cr = afterCr;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (!cr && (b > '\r' || b < 0)) {
        continue; // as nearly all are
      }
      if (cr != (b == '\n')) {
        broken = true;
        refuse(
            Refused.because(
                550,
                "5.5.2",
                "A CR or LF stands alone; lines end with CRLF (RFC 5321 section 2.3.8)"));
        return;
      }
      cr = b == '\r';
      if (b == 0 && fault.isEmpty()) {
        refuse(Refused.because(550, "5.6.0", "A NUL byte, which mail cannot carry; encode it"));
      }
    }
    afterCr = cr;
  }

  private void store(byte[] bytes, int from, int to) {
    int at = inHeader ? throughHeader(bytes, from, to) : from;
    if (at < to && fault.isEmpty()) {
      write(bytes, at, to);
    }
  }

  /** Line by line; the index where the body begins, or {@code to}. */
  private int throughHeader(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && inHeader && fault.isEmpty()) {
      int end = at;
      while (end < to && bytes[end] != '\n') {
        end++;
      }
      boolean whole = end < to;
      int next = whole ? end + 1 : end;
      try {
        section.add(bytes, at, next);
        if (whole && !section.takesLine()) {
          endOfHeader();
        }
      } catch (Refused refused) {
        refuse(refused);
      }
      at = next;
    }
    return at;
  }

  /** What stands after the section's end is body already, or the empty line before it. */
  private void endOfHeader() throws Refused {
    inHeader = false;
    byte[] bytes = section.bytes();
    int end = section.end();
    int length = section.length();
    heading.edit(bytes, end, this::write);
    if (length - end != 2) {
      write(LINE_END, 0, 2);
    }
    write(bytes, end, length);
    section.close();
  }

  private void write(byte[] bytes, int from, int to) {
    try {
      if (fault.isEmpty() && from < to) {
        out.write(bytes, from, to - from);
      }
    } catch (RuntimeException | IOException unusable) {
      refuse(Refused.by(unusable));
    }
  }

  private void refuse(Refused why) {
    if (fault.isEmpty()) {
      fault = Optional.of(why);
      section.close();
      intake.close();
    }
  }

  /** A CR or LF stood alone: where the mail ends is a matter of opinion. */
  boolean broken() {
    return broken;
  }

  /** True where it is refused and still goes on and on. */
  boolean givenUp() {
    return fault.isPresent() && size > maxSize + SWALLOWED;
  }

  /** Why it is refused, once it is. */
  Optional<Refused> fault() {
    return fault;
  }

  /** Bytes that came. */
  long size() {
    return size;
  }

  /** All bytes are here: the spool has them, or this says why not. */
  Optional<Refused> finish() {
    if (fault.isEmpty() && afterCr) {
      refuse(Refused.because(550, "5.5.2", "A CR stands alone at the end"));
    }
    if (fault.isEmpty() && !endsWithLine) {
      // only BDAT can end within a line
      store(LINE_END, 0, 2);
    }
    if (fault.isEmpty() && inHeader) {
      try {
        endOfHeader();
      } catch (Refused refused) {
        refuse(refused);
      }
    }
    return fault;
  }

  @Override
  public void close() {
    section.close();
    intake.close();
  }
}
