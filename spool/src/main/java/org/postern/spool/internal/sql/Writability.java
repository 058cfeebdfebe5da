package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.postern.spool.SpoolException;

/** Whether mail can be written, as far as the last attempts tell. Thread safe. */
final class Writability {

  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanos;
  private volatile Optional<SpoolException> fault = Optional.empty();
  private boolean trying;
  private long lastTrial;

  /**
   * Nothing is known to be wrong.
   *
   * @param nanos a clock that is never set
   */
  Writability(LongSupplier nanos) {
    this.nanos = nanos;
    this.lastTrial = nanos.getAsLong() - PAUSE_NANOS;
  }

  /** Something was not written. */
  void failed(SpoolException why) {
    fault = Optional.of(why);
  }

  /** A mail, or a part of one, was written. */
  void succeeded() {
    if (fault.isPresent()) {
      fault = Optional.empty();
    }
  }

  /** What the last attempt failed by, where none since has worked. */
  Optional<SpoolException> fault() {
    return fault;
  }

  /** Writes a part of a mail that nobody has sent, and removes it: not more than once a second. */
  void tryAgain(Store store) {
    if (!begins()) {
      return;
    }
    long number = store.ids().next();
    Database database = store.database();
    store
        .writer()
        .submit(
            (session, tally) -> {
              byte[] part = new byte[PartStream.PART];
              Uploads.part(session, database.uploader(), number, 0, part, database.now(session));
              return true;
            })
        .whenComplete(
            (written, failed) -> {
              ended();
              if (failed == null) {
                succeeded();
                // by a commit of its own: else hardly anything would be written
                store.writer().submit((session, tally) -> removed(session, number));
              }
            });
  }

  private static boolean removed(Session session, long number) throws SQLException {
    Uploads.remove(session, number);
    return true;
  }

  private synchronized boolean begins() {
    boolean due = !trying && nanos.getAsLong() - lastTrial >= PAUSE_NANOS;
    trying |= due;
    return due;
  }

  private synchronized void ended() {
    trying = false;
    lastTrial = nanos.getAsLong();
  }
}
