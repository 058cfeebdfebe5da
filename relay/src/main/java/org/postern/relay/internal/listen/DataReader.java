package org.postern.relay.internal.listen;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Reads the bytes of one mail from the wire, in as many chunks as it has. CRLF "." CRLF ends DATA
 * and nothing else does (RFC 5321 section 4.1.1.4): a receiver that took LF "." LF too would let
 * one mail carry another.
 */
final class DataReader {

  /** What even an old modem manages; who is slower holds a connection back from others. */
  private static final long SLOWEST = 500;

  private static final long NANOS_OF_BYTE = 1_000_000_000 / SLOWEST;

  private static final long MOST_SKIPPED = 64L * 1024 * 1024;

  /** Whoever sent a bare CR or LF may think that it sent the end, and wait for the reply. */
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(2);

  private static final byte[] CR = {'\r'};

  private final Wire wire;
  private final Peer peer;
  private final Duration idle;
  private final long start = System.nanoTime();
  private long received;
  private State state = State.LINE_START;

  DataReader(Wire wire, Peer peer, Duration idle) {
    this.wire = wire;
    this.peer = peer;
    this.idle = idle;
  }

  private enum State {
    LINE_START,
    TEXT,
    AFTER_CR,
    DOT,
    DOT_CR,
    END
  }

  /**
   * DATA: up to its end, dots unstuffed.
   *
   * @return false where the rest was not waited for: the session has to end
   */
  boolean lines(Incoming mail) throws IOException {
    while (state != State.END) {
      if (!more(mail)) {
        return false;
      }
      int before = wire.position();
      scan(mail);
      received += wire.position() - before;
    }
    return true;
  }

  private void scan(Incoming mail) {
    byte[] bytes = wire.buffer();
    int end = wire.limit();
    int from = wire.position();
    int i = from;
    while (i < end && state != State.END) {
      byte b = bytes[i];
      switch (state) {
        case TEXT -> {
          while (i < end && bytes[i] != '\r') {
            i++;
          }
          if (i < end) {
            i++;
            state = State.AFTER_CR;
          }
        }
        case AFTER_CR -> {
          i++;
          state = b == '\n' ? State.LINE_START : after(b);
        }
        case LINE_START -> {
          if (b == '.') {
            mail.take(bytes, from, i);
            from = i + 1;
            state = State.DOT;
          } else {
            state = after(b);
          }
          i++;
        }
        case DOT -> {
          i++;
          if (b == '\r') {
            from = i;
            state = State.DOT_CR;
          } else {
            state = State.TEXT;
          }
        }
        case DOT_CR -> {
          if (b == '\n') {
            i++;
            from = i;
            state = State.END;
          } else {
            // the CR was text after all, and stands alone: the mail is refused for it
            mail.take(CR, 0, 1);
            state = State.AFTER_CR;
          }
        }
        case END -> throw new IllegalStateException("read on after the end");
      }
    }
    mail.take(bytes, from, i);
    wire.position(i);
  }

  private static State after(byte b) {
    return b == '\r' ? State.AFTER_CR : State.TEXT;
  }

  /**
   * BDAT: exactly so many bytes, as they are (RFC 3030).
   *
   * @return false where the rest was not waited for: the session has to end
   */
  boolean bytes(Incoming mail, long count) throws IOException {
    long left = count;
    while (left > 0) {
      if (!more(mail)) {
        return false;
      }
      int now = (int) Math.min(left, wire.limit() - wire.position());
      mail.take(wire.buffer(), wire.position(), wire.position() + now);
      taken(now);
      left -= now;
    }
    return true;
  }

  /**
   * BDAT where no mail is open: the bytes are no commands, whatever they look like.
   *
   * @return false where they are too many to wait for
   */
  boolean skip(long count) throws IOException {
    long left = count;
    while (left > 0 && count <= MOST_SKIPPED) {
      if (wire.isEmpty()) {
        await(idle);
      }
      int now = (int) Math.min(left, wire.limit() - wire.position());
      taken(now);
      left -= now;
    }
    return left == 0;
  }

  private void taken(int count) {
    wire.position(wire.position() + count);
    received += count;
  }

  /**
   * Since when we wait for this mail, by {@link System#nanoTime}: since its bytes so far would have
   * been here at the slowest pace, whatever chunks they came in.
   */
  long waitsSince(long now) {
    return Math.min(now, start + received * NANOS_OF_BYTE);
  }

  private void await(Duration time) throws IOException {
    long since = waitsSince(System.nanoTime());
    peer.waiting(since, false);
    wire.allowUntil(since + time.toNanos());
    wire.fill();
  }

  /** Bytes to work on; false where it is of no use to wait for them. */
  private boolean more(Incoming mail) throws IOException {
    if (!wire.isEmpty()) {
      return true;
    }
    if (mail.givenUp()) {
      return false;
    }
    try {
      await(mail.broken() ? AFTER_A_FAULT : idle);
      return true;
    } catch (SocketTimeoutException silent) {
      if (mail.broken()) {
        return false;
      }
      throw silent;
    }
  }
}
