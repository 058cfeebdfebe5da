package org.postern.core.internal.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.postern.core.internal.smtp.LinkException.Kind;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Visible;

/**
 * Reads replies (RFC 5321 section 4.2) from a server that is not trusted: a line has at most 8 KiB,
 * a reply 512 lines and 64 KiB, all lines one code from 200 to 599; whatever else comes ends the
 * dialogue. A lone LF is tolerated as a line's end. Not thread safe.
 */
final class ReplyReader {

  static final int MAX_LINE = 8 * 1024;
  static final int MAX_REPLY = 64 * 1024;
  static final int MAX_LINES = 512;

  private final InputStream in;
  private final Redactor redactor;
  private final byte[] buffer = new byte[MAX_LINE];
  private int start;
  private int end;
  private String firstLine = "";

  ReplyReader(InputStream in, Redactor redactor) {
    this.in = in;
    this.redactor = redactor;
  }

  /**
   * Blocks until a whole reply is there.
   *
   * @throws LinkException when the server closes, or sends something else
   */
  SmtpReply read() throws IOException {
    List<String> lines = new ArrayList<>(4);
    int code = 0;
    int size = 0;
    boolean more = true;
    while (more) {
      int next = findLineEnd();
      int to = next > start + 1 && buffer[next - 2] == '\r' ? next - 2 : next - 1;
      int lineCode = code(to);
      size += next - start;
      if (lineCode == 0 || (code != 0 && lineCode != code)) {
        throw garbled("the server sent what is no SMTP reply");
      }
      if (size > MAX_REPLY || lines.size() == MAX_LINES) {
        throw garbled("the server's reply is longer than 64 KiB or 512 lines");
      }
      code = lineCode;
      more = to > start + 3 && buffer[start + 3] == '-';
      String text = to > start + 3 ? Visible.decode(buffer, start + 4, to) : "";
      if (lines.isEmpty()) {
        firstLine = text;
      }
      lines.add(Visible.text(redactor.apply(text)));
      start = next;
    }
    return new SmtpReply(code, lines);
  }

  /** The first line's text of the last reply as it came: a SASL challenge, not to be shown. */
  String rawText() {
    return firstLine;
  }

  /** True where bytes came beyond the last reply. */
  boolean hasMore() {
    return end > start;
  }

  /** True where the bytes beyond the last reply begin with 421, which needs no question. */
  boolean hasFarewell() {
    return end - start >= 3
        && buffer[start] == '4'
        && buffer[start + 1] == '2'
        && buffer[start + 2] == '1';
  }

  /** The bytes beyond the last reply, for an error message. */
  String surplus() {
    return redactor.apply(Visible.start(buffer, start, end));
  }

  /** The index behind the LF of the line that begins at {@code start}. */
  private int findLineEnd() throws IOException {
    int scanned = start;
    while (true) {
      for (int i = scanned; i < end; i++) {
        if (buffer[i] == '\n') {
          return i + 1;
        }
      }
      if (end - start >= 4 && code(end) == 0) {
        throw garbled("the server sent what is no SMTP reply"); // need not wait for its line end
      }
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
      }
      if (end == buffer.length) {
        throw garbled("the server sent a line longer than 8 KiB");
      }
      scanned = end;
      int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        throw new LinkException(
            Kind.CLOSED,
            end == start
                ? "the server closed the connection"
                : "the server closed the connection in the middle of a reply: \""
                    + surplus()
                    + "\"");
      }
      end += count;
    }
  }

  /** The reply code of the line from {@code start} to {@code to}; 0 where it has none. */
  private int code(int to) {
    if (to - start < 3
        || buffer[start] < '2'
        || buffer[start] > '5'
        || !digit(buffer[start + 1])
        || !digit(buffer[start + 2])) {
      return 0;
    }
    if (to - start > 3
        && buffer[start + 3] != ' '
        && buffer[start + 3] != '-'
        && buffer[start + 3] != '\r') {
      return 0;
    }
    return (buffer[start] - '0') * 100 + (buffer[start + 1] - '0') * 10 + buffer[start + 2] - '0';
  }

  private static boolean digit(byte b) {
    return b >= '0' && b <= '9';
  }

  private LinkException garbled(String what) {
    // a TLS record: alert or handshake, version 3.x
    boolean tls =
        end - start >= 2
            && (buffer[start] == 0x15 || buffer[start] == 0x16)
            && buffer[start + 1] == 3;
    return new LinkException(tls ? Kind.TLS_BYTES : Kind.GARBLED, what + ": \"" + surplus() + "\"");
  }
}
