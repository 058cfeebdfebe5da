package org.postern.core.internal.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.postern.core.internal.smtp.LinkException.Kind;
import org.postern.core.smtp.SmtpReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said on one connection: buffered writes, strict reads, each under a limit, and the trace
 * of it (TRACE level; logins and message bytes never). Not thread safe, but for {@link #close()}.
 */
final class Wire implements Closeable {

  /** The size of a write; what fits into one TLS record. */
  static final int BLOCK = 16 * 1024;

  private static final Logger TRACE = LoggerFactory.getLogger("org.postern.wire");
  private static final AtomicLong COUNT = new AtomicLong();

  private final long number = COUNT.incrementAndGet();
  private final Link link;
  private final Redactor redactor = new Redactor();
  private final byte[] buffer = new byte[BLOCK];
  private int used;
  private ReplyReader replies;
  private int expected;

  /**
   * @param tcp a connected socket, from now on this wire's
   */
  Wire(Socket tcp, Watchdog watchdog) throws IOException {
    this.link = new Link(tcp, watchdog);
    this.replies = new ReplyReader(link.in(), redactor);
    this.expected = 1; // the greeting
  }

  /** What must not be seen in any reply from now on. */
  Redactor redactor() {
    return redactor;
  }

  InetAddress localAddress() {
    return link.localAddress();
  }

  /** The plain socket, for TLS to be laid over it. */
  Socket tcp() {
    return link.tcp();
  }

  /** True under TLS. */
  boolean secure() {
    return link.secure();
  }

  /** True once the link has failed or was closed. */
  boolean broken() {
    return link.broken();
  }

  /** The handshake of TLS on this connection's socket. */
  void shakeHands(SSLSocket tls, TimeLimit time) throws LinkException {
    link.under(
        time,
        () -> {
          tls.startHandshake();
          return tls;
        });
  }

  /** From now on all goes through TLS; nothing that came in clear is read any more. */
  void secured(SSLSocket tls) throws IOException {
    link.secured(tls);
    replies = new ReplyReader(link.in(), redactor);
  }

  /** True where the server sent more than was asked for. */
  boolean hasSurplus() {
    try {
      return replies.hasMore() || link.in().available() > 0;
    } catch (IOException unusable) {
      return true;
    }
  }

  /** Puts a command into the buffer; its reply is then expected. */
  void command(String line, TimeLimit time) throws LinkException {
    trace(">", line);
    put(line, time);
  }

  /** As {@link #command}, for a line that holds a secret: the trace shows {@code shown}. */
  void secretCommand(String line, String shown, TimeLimit time) throws LinkException {
    trace(">", shown);
    put(line, time);
  }

  /** Puts bytes of a message into the buffer, as they are; each full block is sent. */
  void body(byte[] bytes, int from, int to, TimeLimit time) throws LinkException {
    int at = from;
    while (at < to) {
      if (used == BLOCK) {
        flush(time);
      }
      int count = Math.min(BLOCK - used, to - at);
      System.arraycopy(bytes, at, buffer, used, count);
      used += count;
      at += count;
    }
  }

  /** Ends the message; after this the server may have it. */
  void finalDot(long bodyBytes, TimeLimit time) throws LinkException {
    if (replies.hasMore()) {
      throw new LinkException(
          Kind.GARBLED,
          "the server answered before the message ended: \"" + replies.surplus() + "\"");
    }
    trace(">", "(" + bodyBytes + " bytes and the final dot)");
    byte[] dot = {'.', '\r', '\n'};
    body(dot, 0, dot.length, time);
    expected++;
    flush(time);
  }

  /** Sends what the buffer holds. */
  void flush(TimeLimit time) throws LinkException {
    if (used > 0) {
      link.write(buffer, used, time);
      used = 0;
    }
  }

  /** Sends what the buffer holds and waits for one reply. */
  SmtpReply reply(TimeLimit time) throws LinkException {
    flush(time);
    SmtpReply reply = link.under(time, replies::read);
    expected--;
    trace("<", reply);
    return reply;
  }

  /**
   * What a server said before it stopped reading: after a write has failed, a refusal may be
   * waiting that tells more than "connection reset".
   */
  Optional<SmtpReply> lastWords(TimeLimit patience) {
    if (link.over()) {
      return Optional.empty();
    }
    used = 0;
    try {
      return Optional.of(reply(patience));
    } catch (LinkException nothingSaid) {
      return Optional.empty();
    }
  }

  /** The last reply's first line as it came, for SASL alone. */
  String rawText() {
    return replies.rawText();
  }

  /** Says QUIT and waits no longer than {@code patience} for the answer. Never fails. */
  void quit(TimeLimit patience) {
    if (!broken()) {
      try {
        used = 0;
        command("QUIT", patience);
        reply(patience);
        link.sayNothingMore(patience);
      } catch (LinkException alreadyGone) {
        TRACE.trace("[{}] no answer to QUIT: {}", number, alreadyGone.getMessage());
      }
    }
    close();
  }

  /** Cuts the link. */
  @Override
  public void close() {
    link.close();
  }

  @Override
  public String toString() {
    return "connection " + number;
  }

  private void put(String line, TimeLimit time) throws LinkException {
    if (expected == 0 && replies.hasMore() && !replies.hasFarewell()) {
      link.broke();
      throw new LinkException(
          Kind.GARBLED, "the server spoke out of turn: \"" + replies.surplus() + "\"");
    }
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) < 0x20 || line.charAt(i) == 0x7f) {
        // every value was checked before; this is the last wall in front of the wire
        throw new IllegalArgumentException("a command must not hold control characters");
      }
    }
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    body(bytes, 0, bytes.length, time);
    byte[] crlf = {'\r', '\n'};
    body(crlf, 0, crlf.length, time);
    expected++;
  }

  private void trace(String direction, Object what) {
    if (TRACE.isTraceEnabled()) {
      TRACE.trace("[{}] {} {}", number, direction, what);
    }
  }
}
