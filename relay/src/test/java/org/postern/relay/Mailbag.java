package org.postern.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.SpoolException;

/** An inlet that keeps mails in memory, and fails where a test says so. */
final class Mailbag implements Inlet {

  private final List<Taken> mails = new CopyOnWriteArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  volatile boolean failsAtMail;
  volatile boolean failsAtStart;
  volatile boolean failsInBody;
  volatile long room = Long.MAX_VALUE;
  volatile boolean failsAtCommit;
  volatile RuntimeException fault =
      new SpoolException(SpoolException.Kind.FULL, "the disk is full; make room");

  /** One mail. */
  record Taken(MailId id, Arrival arrival, String text) {

    String header() {
      return text.substring(0, text.indexOf("\r\n\r\n") + 2);
    }

    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }
  }

  List<Taken> mails() {
    return mails;
  }

  Taken only() {
    if (mails.size() != 1) {
      throw new AssertionError("one mail expected, there are " + mails);
    }
    return mails.get(0);
  }

  /** Intakes that were neither committed nor closed. */
  int open() {
    return open.get();
  }

  @Override
  public void admit(long size) {
    if (failsAtMail || size > room) {
      throw fault;
    }
  }

  @Override
  public Intake receive() {
    if (failsAtStart) {
      throw fault;
    }
    open.incrementAndGet();
    MailId id = new MailId("TEST%08d".formatted(numbers.incrementAndGet()));
    return new Kept(id);
  }

  @Override
  public MailId commit(Intake intake, Arrival arrival) {
    return intake.commit(arrival);
  }

  private final class Kept implements Intake {

    private final MailId id;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean done;

    Kept(MailId id) {
      this.id = id;
    }

    @Override
    public MailId id() {
      return id;
    }

    @Override
    public OutputStream body() {
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
          if (failsInBody) {
            throw fault;
          }
          bytes.write(from, offset, length);
        }
      };
    }

    @Override
    public MailId commit(Arrival arrival) {
      if (failsAtCommit) {
        throw fault;
      }
      mails.add(new Taken(id, arrival, bytes.toString(StandardCharsets.UTF_8)));
      close();
      return id;
    }

    @Override
    public Claim commitClaimed(Arrival arrival, Duration lease) {
      throw new UnsupportedOperationException("nobody delivers from here");
    }

    @Override
    public void close() {
      if (!done) {
        done = true;
        open.decrementAndGet();
      }
    }
  }
}
