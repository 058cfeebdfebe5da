package org.postern.core.message;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * Finds the header section at the start of ready-made bytes: one scan, at most 1 MiB. What stands
 * before it and is no part of it (a byte order mark, the "From " line of a mailbox file) is left
 * out; an empty line that is missing before the body is put there.
 */
final class EmlHeaderReader {

  private static final int MAX_HEADER = 1024 * 1024;
  private static final int END = -1;

  private final String source;
  private final InputStream in;
  private final ByteArrayOutputStream section = new ByteArrayOutputStream();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long offset;
  private int lineNumber;
  private boolean endedByLoneCr;
  private boolean ended;

  EmlHeaderReader(String source, InputStream in) {
    this.source = source;
    this.in = new BufferedInputStream(in, 8192);
  }

  EmlHeader read() throws IOException {
    skipByteOrderMark();
    long lineStart = offset;
    boolean more = readLine();
    if (more && isMailboxLine()) {
      lineStart = offset;
      more = readLine();
    }
    while (more && line.size() > 0 && isHeaderLine()) {
      section.writeBytes(line.toByteArray());
      section.write('\r');
      section.write('\n');
      lineStart = offset;
      more = readLine();
    }
    if (section.size() == 0) {
      throw refuse(
          "does not begin with a header such as \"From: a@example.com\"; a message is its"
              + " header, an empty line, and its body");
    }
    boolean bodyAtOnce = more && line.size() > 0;
    if (bodyAtOnce) {
      refuseHiddenRecipients();
    }
    return new EmlHeader(HeaderField.split(section.toByteArray()), bodyAtOnce ? lineStart : offset);
  }

  private void skipByteOrderMark() throws IOException {
    in.mark(3);
    if (in.read() == 0xEF && in.read() == 0xBB && in.read() == 0xBF) {
      offset = 3;
    } else {
      in.reset();
    }
  }

  private boolean isMailboxLine() {
    return line.toString(java.nio.charset.StandardCharsets.ISO_8859_1).startsWith("From ");
  }

  private boolean isHeaderLine() {
    byte[] bytes = line.toByteArray();
    boolean folded = bytes[0] == ' ' || bytes[0] == '\t';
    return folded ? section.size() > 0 : !HeaderField.nameOf(bytes, bytes.length).isEmpty();
  }

  /**
   * A line that is no header ends the section. Where a Bcc follows all the same, taking it for text
   * would show the hidden recipients to everybody.
   */
  private void refuseHiddenRecipients() throws IOException {
    int bad = lineNumber;
    boolean more = true;
    while (more && line.size() > 0) {
      byte[] bytes = line.toByteArray();
      String name = HeaderField.nameOf(bytes, bytes.length).toLowerCase(Locale.ROOT);
      if (name.equals("bcc") || name.equals("resent-bcc")) {
        throw refuse(
            "line "
                + bad
                + " is no header field, but a Bcc follows in line "
                + lineNumber
                + "; correct the header");
      }
      more = offset < MAX_HEADER && readLine();
    }
  }

  /** Reads up to the next CR, LF or CRLF; false at the end of the source. */
  private boolean readLine() throws IOException {
    boolean afterLoneCr = endedByLoneCr;
    endedByLoneCr = false;
    line.reset();
    lineNumber++;
    int b = next();
    if (b == END) {
      return false;
    }
    while (b != END && b != '\r' && b != '\n') {
      if (b == 0) {
        throw refuse("line " + lineNumber + " holds a NUL byte, which mail cannot carry");
      }
      line.write(b);
      if (section.size() + line.size() > MAX_HEADER) {
        throw refuse("its header is longer than 1 MiB");
      }
      b = next();
    }
    boolean crLf = b == '\r' && skipLineFeed();
    endedByLoneCr = b == '\r' && !crLf;
    if (crLf && afterLoneCr && line.size() == 0) {
      // taken as written, the header would end after its first line, and Bcc become text
      throw refuse(
          "line " + lineNumber + ": lines end with CR CR LF; write the file in binary mode");
    }
    return true;
  }

  private boolean skipLineFeed() throws IOException {
    in.mark(1);
    if (in.read() == '\n') {
      offset++;
      return true;
    }
    in.reset();
    return false;
  }

  private int next() throws IOException {
    if (ended) {
      return END;
    }
    int b = in.read();
    ended = b == END;
    offset += ended ? 0 : 1;
    return b;
  }

  private MessageException refuse(String problem) {
    return new MessageException(source + ": " + problem);
  }
}
