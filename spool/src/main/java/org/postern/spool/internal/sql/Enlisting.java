package org.postern.spool.internal.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.postern.core.smtp.MessageBody;
import org.postern.spool.Arrival;
import org.postern.spool.MailId;

/** A mail that is written in a caller's own transaction, which stays the caller's. */
record Enlisting(Store store, Arrival arrival, MessageBody body) {

  MailId in(Connection transaction) {
    CallersTransaction callers = store.database().callers(transaction);
    long number = store.ids().next();
    try {
      Savepoint before = transaction.setSavepoint();
      try {
        write(callers, number);
        callers.session().release();
        transaction.releaseSavepoint(before);
      } catch (SQLException | IOException | RuntimeException failed) {
        undo(transaction, before, failed);
        throw failed;
      }
    } catch (SQLException fault) {
      throw callers.explain(fault);
    } catch (NotStored failed) {
      throw callers.explain((SQLException) failed.getCause());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "the mail was not handed in: its body cannot be read: " + unreadable.getMessage(),
          unreadable);
    }
    return MailIds.text(number);
  }

  private void write(CallersTransaction callers, long number) throws SQLException, IOException {
    Session session = callers.session();
    long now = callers.enter();
    PartStream parts = new PartStream((n, bytes) -> part(session, number, n, bytes));
    body.writeTo(parts);
    if (parts.size() != body.size()) {
      throw new IOException(
          "it has %d bytes now, not %d as before".formatted(parts.size(), body.size()));
    }
    byte[] rest = parts.rest();
    if (parts.parts() > 0) {
      part(session, number, parts.parts(), rest);
    }
    NewMail mail = NewMail.of(number, arrival, parts, rest);
    // the tally of this process would wait for the caller: it has one of its own
    Mails.insert(session, new Tally(), mail, now, now, Recipients.UNSEEN);
    callers.leave(arrival.recipients().size());
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
