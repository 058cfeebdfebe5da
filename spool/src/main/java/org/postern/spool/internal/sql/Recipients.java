package org.postern.spool.internal.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.postern.core.smtp.DsnRequest.Notify;
import org.postern.spool.Queue;
import org.postern.spool.Queue.State;
import org.postern.spool.Settlement.Trouble;
import org.postern.spool.SpoolRecipient;

/** The table of recipients. A state is the number of its constant; one more says: done. */
final class Recipients {

  static final int WAITING = State.WAITING.ordinal();
  static final int ACTIVE = State.ACTIVE.ordinal();
  static final int HELD = State.HELD.ordinal();
  static final int DEAD = State.DEAD.ordinal();
  static final int DONE = 4;

  /** The token of what no process that delivers has seen yet; that of a claim is positive. */
  static final long UNSEEN = 0;

  /** The token of what was taken in, or claimed before, by one that delivers. */
  static final long KNOWN = -1;

  private static final String INSERT =
      "INSERT INTO recipient (mail, n, address, notify, original, state, due, token)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String OF_MAIL =
      "SELECT n, address, notify, original, state, due, attempts, delay_told, token, trouble,"
          + " diagnosis FROM recipient WHERE mail = ? ORDER BY n";

  /** One row. */
  record Entry(
      int n,
      SpoolRecipient recipient,
      int state,
      long due,
      int attempts,
      boolean delayTold,
      long token,
      Optional<Trouble> trouble) {

    boolean done() {
      return state == DONE;
    }

    /** Spools of older versions had one token for both: there an attempt tells. */
    boolean unseen() {
      return token == UNSEEN && attempts == 0 && trouble.isEmpty();
    }

    Queue.Line line() {
      return new Queue.Line(
          recipient.address(), State.values()[state], attempts, Instant.ofEpochMilli(due), trouble);
    }
  }

  private Recipients() {}

  static void insert(
      Session session, long mail, int n, SpoolRecipient recipient, int state, long due, long token)
      throws SQLException {
    session.update(
        INSERT,
        mail,
        n,
        recipient.address().toString(),
        bits(recipient.notifyOn()),
        recipient.original(),
        state,
        due,
        token);
  }

  static java.util.List<Entry> of(Session session, long mail) throws SQLException {
    return session.query(OF_MAIL, Recipients::entry, mail);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getInt(1),
        new SpoolRecipient(
            StoredAddress.read(row.getString(2)),
            notifyOn(row.getInt(3)),
            Optional.ofNullable(row.getString(4))),
        row.getInt(5),
        row.getLong(6),
        row.getInt(7),
        row.getInt(8) != 0,
        row.getLong(9),
        trouble(row.getString(10), row.getString(11)));
  }

  private static Optional<Trouble> trouble(
      @org.jspecify.annotations.Nullable String explanation,
      @org.jspecify.annotations.Nullable String diagnosis) {
    return Optional.ofNullable(explanation)
        .map(text -> new Trouble(text, Optional.ofNullable(diagnosis)));
  }

  private static int bits(Set<Notify> notifyOn) {
    return notifyOn.stream().mapToInt(on -> 1 << on.ordinal()).sum();
  }

  private static Set<Notify> notifyOn(int bits) {
    if (bits == 0) {
      return Set.of();
    }
    Set<Notify> all = EnumSet.allOf(Notify.class);
    all.removeIf(on -> (bits & 1 << on.ordinal()) == 0);
    return all;
  }
}
