package org.postern.core.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.postern.core.smtp.NotConvertibleException;

/**
 * Takes a whole message in CRLF lines and tells header sections, contents of leaves and all the
 * rest (boundaries, preambles) apart, in one pass with bounded memory. Not thread safe.
 */
abstract class MimeLines extends OutputStream {

  private static final int MAX_DEPTH = 20;
  private static final int MAX_PARTS = 10_000;
  private static final int MAX_HEADER = 1024 * 1024;

  /** Of one section: each becomes objects that take many times its room. */
  private static final int MAX_HEADER_LINES = 10_000;

  /** The longest start of a line that is kept: a boundary has at most 70 characters. */
  private static final int LINE_START = 1024;

  private static final byte[] LINE_END = {'\r', '\n'};

  /**
   * One MIME entity.
   *
   * @param within true where one around it must not be changed, and so its header must not
   */
  record Entity(int number, byte[] header, ContentKind kind, boolean within) {

    /** True where what stands below its header must not be changed. */
    boolean sealed() {
      return within || kind.isSealed();
    }
  }

  private record Open(String boundary, boolean sealed) {}

  private enum State {
    HEADER,
    LEAF,
    BETWEEN
  }

  private final List<Open> open = new ArrayList<>();
  private final ByteArrayOutputStream header = new ByteArrayOutputStream();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(LINE_START);
  private State state = State.HEADER;
  private Entity entity = new Entity(0, new byte[0], ContentKind.of(List.of()), false);
  private int entities;
  private int headerLines;
  private boolean midLine;
  private boolean lineEndOwed;

  /** The header section of an entity, complete; nothing of it was passed on before. */
  abstract void header(Entity of) throws IOException;

  /** Bytes of a leaf; the line end before a boundary is not among them. */
  abstract void content(Entity of, byte[] bytes, int offset, int length) throws IOException;

  /** The leaf is over; {@code atEnd} where the message is too. */
  abstract void endOfContent(Entity of, boolean atEnd) throws IOException;

  /** Bytes between leaves and headers. */
  abstract void structure(byte[] bytes, int offset, int length) throws IOException;

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    int at = offset;
    while (at < end) {
      int most = state == State.HEADER ? end - at : Math.max(1, LINE_START - line.size());
      int to = through(bytes, at, Math.min(end, at + most));
      line.write(bytes, at, to - at);
      kept(bytes[to - 1]);
      at = to;
    }
  }

  /** Behind the first line feed, or all. */
  private static int through(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return to;
  }

  private void kept(byte last) throws IOException {
    if (last == '\n') {
      endOfLine();
    } else if (line.size() >= LINE_START && last != '\r' && state != State.HEADER) {
      part(line.toByteArray(), line.size());
      line.reset();
      midLine = true;
    } else if (line.size() > MAX_HEADER) {
      throw new NotConvertibleException("a header line is longer than 1 MiB");
    }
  }

  /** The message is over; its last line had its line end. */
  void finish() throws IOException {
    if (state == State.HEADER) {
      endOfHeader(false);
    }
    if (state == State.LEAF) {
      if (lineEndOwed) {
        content(entity, LINE_END, 0, 2);
        lineEndOwed = false;
      }
      endOfContent(entity, true);
    }
  }

  private void endOfLine() throws IOException {
    byte[] bytes = line.toByteArray();
    line.reset();
    boolean boundary = !midLine && bytes[0] == '-' && isBoundary(bytes);
    if (!boundary && state == State.HEADER) {
      headerLine(bytes);
    } else if (!boundary && state == State.LEAF) {
      part(bytes, bytes.length - 2);
      lineEndOwed = true;
    } else if (!boundary) {
      structure(bytes, 0, bytes.length);
    }
    midLine = false;
  }

  private void headerLine(byte[] bytes) throws IOException {
    if (bytes.length == 2) {
      endOfHeader(true);
      return;
    }
    header.writeBytes(bytes);
    if (++headerLines > MAX_HEADER_LINES) {
      throw new NotConvertibleException("a header has more than " + MAX_HEADER_LINES + " lines");
    }
    if (header.size() > MAX_HEADER) {
      throw new NotConvertibleException("a header is longer than 1 MiB");
    }
  }

  private void endOfHeader(boolean emptyLine) throws IOException {
    byte[] section = header.toByteArray();
    header.reset();
    headerLines = 0;
    ContentKind kind = ContentKind.of(HeaderField.split(section));
    boolean inSealed = !open.isEmpty() && open.get(open.size() - 1).sealed();
    entity = new Entity(entities++, section, kind, inSealed);
    if (entities > MAX_PARTS) {
      throw new NotConvertibleException("more than " + MAX_PARTS + " parts");
    }
    header(entity);
    if (emptyLine) {
      structure(LINE_END, 0, 2);
    }
    state = State.LEAF;
    if (kind.isMultipart()) {
      if (kind.boundary().isEmpty() || open.size() == MAX_DEPTH) {
        throw new NotConvertibleException("a multipart without boundary, or nested too deeply");
      }
      open.add(new Open(kind.boundary(), entity.sealed()));
      state = State.BETWEEN;
    }
  }

  private void part(byte[] bytes, int length) throws IOException {
    if (state != State.LEAF) {
      structure(bytes, 0, bytes.length);
      return;
    }
    if (lineEndOwed) {
      content(entity, LINE_END, 0, 2);
      lineEndOwed = false;
    }
    content(entity, bytes, 0, length);
  }

  /** RFC 2046 section 5.1.1: a boundary of any multipart around ends all that is within it. */
  private boolean isBoundary(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    for (int depth = open.size() - 1; depth >= 0; depth--) {
      String delimiter = "--" + open.get(depth).boundary();
      boolean closes = text.equals(delimiter + "--");
      if (closes || text.equals(delimiter)) {
        leave(closes ? depth : depth + 1);
        structure(bytes, 0, bytes.length);
        state = closes ? State.BETWEEN : State.HEADER;
        return true;
      }
    }
    return false;
  }

  private void leave(int depth) throws IOException {
    if (state == State.HEADER) {
      endOfHeader(false);
    }
    if (state == State.LEAF) {
      endOfContent(entity, false);
      if (lineEndOwed) {
        structure(LINE_END, 0, 2);
        lineEndOwed = false;
      }
    }
    while (open.size() > depth) {
      open.remove(open.size() - 1);
    }
  }
}
