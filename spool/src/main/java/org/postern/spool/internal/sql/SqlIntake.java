package org.postern.spool.internal.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.SpoolException;

/** Keeps a small mail in memory until its commit; a large one goes to the store part by part. */
final class SqlIntake implements Intake {

  private final Store store;
  private final Body body = new Body();
  private final long token;
  private final long number;
  private final PartStream written = new PartStream(this::upload);
  private boolean over;

  /**
   * @param token of its recipients where nobody claims it at once
   */
  SqlIntake(Store store, long token) {
    this.store = store;
    this.token = token;
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
    byte[] rest = written.rest();
    NewMail mail = NewMail.of(number, arrival, written, rest);
    Stored stored = new Storing(store, mail, rest, lease, token).run();
    store.writing().succeeded();
    over = true;
    written.forget();
    return stored;
  }

  @Override
  public void close() {
    boolean leftParts = !over && written.parts() > 0;
    over = true;
    written.forget();
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

  private void upload(int n, byte[] full) {
    store.database().admit();
    store
        .writer()
        .run(
            (session, tally) -> {
              long now = store.database().now(session);
              Uploads.part(session, store.database().uploader(), number, n, full, now);
              return true;
            });
    store.writing().succeeded();
  }

  private final class Body extends OutputStream {

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (over) {
        throw new IllegalStateException("the mail is committed or closed; take a new Intake");
      }
      written.write(bytes, offset, length);
    }
  }
}
