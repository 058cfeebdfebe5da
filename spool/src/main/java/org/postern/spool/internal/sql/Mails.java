package org.postern.spool.internal.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.core.smtp.DsnRequest.Returned;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.Arrival;
import org.postern.spool.MailId;
import org.postern.spool.Queue.State;
import org.postern.spool.SpoolRecipient;

/** The table of mails: what never changes of them. */
final class Mails {

  private static final String INSERT =
      "INSERT INTO mail (id, arrived, sender, returned, envelope_id, utf8, eight_bit, message_id,"
          + " origin, size, parts, crc, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String FIND =
      "SELECT arrived, sender, returned, envelope_id, utf8, eight_bit, message_id, origin, size,"
          + " parts FROM mail WHERE id = ?";

  /** One row without its bytes. */
  record Entry(
      long number,
      Instant arrived,
      Optional<MailAddress> sender,
      Optional<Returned> returned,
      Optional<String> envelopeId,
      boolean utf8Headers,
      String messageId,
      String origin,
      BodyFacts facts) {

    MailId id() {
      return MailIds.text(number);
    }

    Arrival arrival(List<SpoolRecipient> recipients) {
      return new Arrival(sender, recipients, returned, envelopeId, utf8Headers, messageId, origin);
    }
  }

  private Mails() {}

  /**
   * Writes the mail and its recipients.
   *
   * @param token of the claim that has it at once; where it waits, what is known of it
   * @param due of its recipients: now, or when that claim ends
   */
  static void insert(Session session, Tally tally, NewMail mail, long arrived, long due, long token)
      throws SQLException {
    Arrival arrival = mail.arrival();
    session.update(
        INSERT,
        mail.number(),
        arrived,
        arrival.sender().map(MailAddress::toString),
        arrival.returned().map(Returned::name),
        arrival.envelopeId(),
        arrival.utf8Headers(),
        mail.facts().eightBit(),
        arrival.messageId(),
        arrival.origin(),
        mail.facts().size(),
        mail.facts().parts(),
        mail.crc(),
        mail.bytes());
    State state = token > 0 ? State.ACTIVE : State.WAITING;
    int n = 0;
    for (SpoolRecipient recipient : arrival.recipients()) {
      Recipients.insert(session, mail.number(), n, recipient, state.ordinal(), due, token);
      n++;
    }
    tally.mails(1);
    tally.recipients(state, n);
  }

  static Optional<Entry> find(Session session, long number) throws SQLException {
    return session.first(FIND, row -> entry(number, row), number);
  }

  private static Entry entry(long number, ResultSet row) throws SQLException {
    boolean utf8 = row.getInt(5) != 0;
    return new Entry(
        number,
        Instant.ofEpochMilli(row.getLong(1)),
        Optional.ofNullable(row.getString(2)).map(StoredAddress::read),
        Optional.ofNullable(row.getString(3)).flatMap(Mails::returned),
        Optional.ofNullable(row.getString(4)),
        utf8,
        row.getString(7),
        row.getString(8),
        new BodyFacts(row.getLong(9), row.getInt(10), row.getInt(6) != 0, utf8));
  }

  /** What else stands there is damage, and not worth a mail. */
  private static Optional<Returned> returned(String name) {
    return Arrays.stream(Returned.values()).filter(one -> one.name().equals(name)).findFirst();
  }
}
