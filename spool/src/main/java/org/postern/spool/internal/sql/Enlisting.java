package org.postern.spool.internal.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.ThreadLocalRandom;
import org.postern.core.smtp.MessageBody;
import org.postern.spool.Arrival;
import org.postern.spool.MailId;

/**
 * A mail that is written in a caller's own transaction. Its tally is a row of its own: a row that
 * others count in too would be locked until the caller commits.
 */
record Enlisting(Store store, Arrival arrival, MessageBody body) {

  private static final String TALLY =
      "INSERT INTO tally (node, mails, waiting, active, held, dead, seen)"
          + " VALUES (?, 1, ?, 0, 0, 0, 0)";

  MailId in(Connection transaction) {
    long number = store.ids().next();
    try {
      Session session = store.database().callers(transaction);
      Savepoint before = transaction.setSavepoint();
      try {
        write(session, number);
        session.release();
        transaction.releaseSavepoint(before);
      } catch (SQLException | IOException | RuntimeException failed) {
        undo(transaction, before, failed);
        throw failed;
      }
    } catch (SQLException fault) {
      throw store.database().explainCallers(fault);
    } catch (NotStored failed) {
      throw store.database().explainCallers((SQLException) failed.getCause());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "the mail was not handed in: its body cannot be read: " + unreadable.getMessage(),
          unreadable);
    }
    return MailIds.text(number);
  }

  private void write(Session session, long number) throws SQLException, IOException {
    long now = store.database().enlist(session);
    PartStream parts = new PartStream((n, bytes) -> part(session, number, n, bytes));
    body.writeTo(parts);
    if (parts.size() != body.size()) {
      throw new IOException(
          "it has %d bytes now, not %d as before".formatted(parts.size(), body.size()));
    }
    if (parts.parts() > 0) {
      part(session, number, parts.parts(), parts.rest());
    }
    NewMail mail = NewMail.of(number, arrival, parts);
    Mails.insert(session, new Tally(), mail, now, now, 0);
    long row = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    session.update(TALLY, row, (long) arrival.recipients().size());
    store.database().tellOthers(session);
  }

  private static void part(Session session, long number, int n, byte[] bytes) throws IOException {
    try {
      Uploads.insert(session, number, n, bytes);
    } catch (SQLException fault) {
      throw new NotStored(fault);
    }
  }

  /** On its way through somebody else's code that writes to a stream. */
  private static final class NotStored extends IOException {

    private static final long serialVersionUID = 1;

    NotStored(SQLException fault) {
      super(fault);
    }
  }

  private static void undo(Connection transaction, Savepoint before, Exception failed) {
    try {
      transaction.rollback(before);
    } catch (SQLException lost) {
      failed.addSuppressed(lost);
    }
  }
}
