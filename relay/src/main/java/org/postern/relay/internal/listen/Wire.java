package org.postern.relay.internal.listen;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * Bytes from and to a peer. Replies to pipelined commands (RFC 2920) leave together: they are
 * written when there is nothing left to read. One thread.
 */
final class Wire {

  private static final int BUFFER = 16 * 1024;
  private static final long WRITE_LIMIT = TimeUnit.MINUTES.toNanos(1);

  private final Peer peer;
  private final byte[] buffer = new byte[BUFFER];
  private byte[] replies = new byte[1024];
  private OutputStream out;
  private int position;
  private int limit;
  private int pending;
  private long deadline;

  Wire(Peer peer) throws IOException {
    this.peer = peer;
    this.out = peer.out();
  }

  /** How long the peer has, from now, for what is read next; each single byte counts towards it. */
  void allow(Duration time) {
    allowUntil(System.nanoTime() + time.toNanos());
  }

  /** As {@link #allow}, as a moment of {@link System#nanoTime}. */
  void allowUntil(long moment) {
    deadline = moment;
  }

  /** The bytes that are here, from {@link #position} to {@link #limit}. */
  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  int limit() {
    return limit;
  }

  /** Everything before this index is done with. */
  void position(int index) {
    position = index;
  }

  boolean isEmpty() {
    return position == limit;
  }

  /** True where bytes are here, or on their way in this very moment. */
  boolean somethingCame() throws IOException {
    return !isEmpty() || peer.somethingCame();
  }

  /**
   * Waits for more bytes; what was replied so far leaves before.
   *
   * @throws EOFException at the end of the input
   * @throws java.net.SocketTimeoutException where the peer had its time
   */
  void fill() throws IOException {
    flush();
    int count = peer.read(buffer, deadline);
    if (count < 0) {
      throw new EOFException();
    }
    position = 0;
    limit = count;
  }

  void reply(Reply reply) {
    line(reply.line());
  }

  /** One line of a reply; ASCII, without line end. */
  void line(String text) {
    int length = text.length();
    if (pending + length + 2 > replies.length) {
      replies = Arrays.copyOf(replies, (pending + length + 2) * 2);
    }
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, replies, pending, bytes.length);
    pending += bytes.length;
    replies[pending++] = '\r';
    replies[pending++] = '\n';
  }

  void flush() throws IOException {
    if (pending > 0) {
      peer.allow(System.nanoTime() + WRITE_LIMIT);
      out.write(replies, 0, pending);
      out.flush();
      pending = 0;
    }
  }

  /** Speaks TLS; what came in clear and was not read is forgotten, as it may be anybody's. */
  void encrypt(SSLContext context) throws IOException {
    flush();
    position = 0;
    limit = 0;
    peer.allow(System.nanoTime() + WRITE_LIMIT);
    peer.encrypt(context);
    out = peer.out();
  }
}
