package org.postern.spool.internal.sql;

import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.SpoolException;

/** Keeps a small mail in memory until its commit; a large one goes to the store part by part. */
final class SqlIntake implements Intake {

  /** The size of a part, and of the largest mail that stays in memory. */
  static final int PART = 256 * 1024;

  private static final int FIRST_BUFFER = 8 * 1024;

  private final Store store;
  private final Body body = new Body();
  private final long number;
  private byte[] buffer = new byte[0];
  private int filled;
  private int parts;
  private boolean eightBit;
  private boolean over;

  SqlIntake(Store store) {
    this.store = store;
    this.number = store.ids().next();
  }

  @Override
  public MailId id() {
    return MailIds.text(number);
  }

  @Override
  public OutputStream body() {
    return body;
  }

  @Override
  public MailId commit(Arrival arrival) {
    return store(arrival, Optional.empty()).id();
  }

  @Override
  public Claim commitClaimed(Arrival arrival, Duration lease) {
    return store(arrival, Optional.of(lease)).claim();
  }

  private Stored store(Arrival arrival, Optional<Duration> lease) {
    if (over) {
      throw new IllegalStateException("a mail is committed once; take a new Intake");
    }
    store.database().admit();
    byte[] rest = Arrays.copyOf(buffer, filled);
    NewMail mail =
        parts == 0
            ? NewMail.of(number, arrival, rest)
            : NewMail.inParts(number, arrival, (long) parts * PART + filled, parts + 1, eightBit);
    Stored stored = new Storing(store, mail, rest, lease).run();
    over = true;
    buffer = new byte[0];
    return stored;
  }

  @Override
  public void close() {
    boolean leftParts = !over && parts > 0;
    over = true;
    buffer = new byte[0];
    if (leftParts) {
      try {
        store
            .writer()
            .run(
                (session, tally) -> {
                  Uploads.remove(session, number);
                  return true;
                });
      } catch (SpoolException later) {
        // removed as forgotten, or at the next start
      }
    }
  }

  private void upload() {
    store.database().admit();
    byte[] full = buffer;
    int n = parts;
    store
        .writer()
        .run(
            (session, tally) -> {
              long now = store.database().now(session);
              Uploads.part(session, store.database().uploader(), number, n, full, now);
              return true;
            });
    parts++;
    filled = 0;
  }

  private final class Body extends OutputStream {

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (over) {
        throw new IllegalStateException("the mail is committed or closed; take a new Intake");
      }
      int at = offset;
      int left = length;
      while (left > 0) {
        if (filled == PART) {
          upload();
        }
        int now = Math.min(left, PART - filled);
        makeRoom(filled + now);
        System.arraycopy(bytes, at, buffer, filled, now);
        filled += now;
        at += now;
        left -= now;
      }
      for (int i = offset; i < offset + length; i++) {
        eightBit |= bytes[i] < 0;
      }
    }

    private void makeRoom(int size) {
      if (size > buffer.length) {
        int larger = Math.max(FIRST_BUFFER, Math.max(size, buffer.length * 2));
        buffer = Arrays.copyOf(buffer, Math.min(PART, larger));
      }
    }
  }
}
