package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.core.smtp.MessageBody;
import org.postern.spool.Claim.Due;
import org.postern.spool.SpoolException;

/**
 * The commit of one mail.
 *
 * @param rest the bytes that are not uploaded: all, or those of the last part
 * @param lease of the one who claims it at once
 * @param unclaimed the token where nobody does
 */
record Storing(Store store, NewMail mail, byte[] rest, Optional<Duration> lease, long unclaimed) {

  Stored run() {
    long token = lease.map(length -> store.leases().take(length)).orElse(unclaimed);
    long arrived;
    try {
      arrived = arrived(token);
    } catch (RuntimeException notStored) {
      store.leases().end(token);
      throw notStored;
    }
    if (lease.isEmpty()) {
      store.bell().ring();
    }
    List<Due> due =
        mail.arrival().recipients().stream().map(whom -> new Due(whom, 0, false)).toList();
    return new Stored(
        mail.number(), token, mail.arrival(), Instant.ofEpochMilli(arrived), false, due, body());
  }

  private long arrived(long token) {
    try {
      return store.writer().run((session, tally) -> write(session, tally, token));
    } catch (SpoolException fault) {
      // who is told that a mail that is there was not kept sends it once more
      if (!LostCommitException.causes(fault)) {
        throw fault;
      }
      return new LostMail(store.database(), mail.number()).arrived().orElseThrow(() -> fault);
    }
  }

  private long write(Session session, Tally tally, long token) throws SQLException {
    Database database = store.database();
    if (mail.facts().parts() > 0) {
      Uploads.last(session, mail.number(), mail.facts().parts() - 1, rest);
    }
    long now = database.now(session);
    long due = lease.map(length -> now + length.toMillis()).orElse(now);
    Mails.insert(session, tally, mail, now, due, token);
    return now;
  }

  private MessageBody body() {
    return mail.facts().parts() == 0
        ? new SpoolBody(mail.facts(), new SpoolBody.Memory(rest))
        : new SpoolBody(
            mail.facts(),
            new SpoolBody.Rows(store.database(), mail.number(), mail.facts().parts()));
  }
}
