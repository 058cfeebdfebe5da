package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.spool.Claim;
import org.postern.spool.Claim.Due;
import org.postern.spool.Queue.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out mails that are due. Recipients whose lease ended come first: their holder is dead, and
 * they have waited longest.
 *
 * @param most how many mails at most
 */
record Claiming(Store store, int most, Duration lease) {

  private static final Logger LOG = LoggerFactory.getLogger(Claiming.class);

  private static final String DUE =
      "SELECT mail, token FROM recipient WHERE state = %d AND state <= 1 AND due <= ?"
          + " ORDER BY due LIMIT ?";
  private static final String LEASE_OVER = DUE.formatted(Recipients.ACTIVE);
  private static final String WAITING = DUE.formatted(Recipients.WAITING);
  private static final String TAKE =
      "UPDATE recipient SET state = 1, due = ?, token = ? WHERE mail = ? AND state <= 1 AND due <= ?";

  private static final String BURY =
      "UPDATE recipient SET state = 3, token = -1, trouble = ?, diagnosis = NULL"
          + " WHERE mail = ? AND n = ?";
  private static final String LOST =
      "its addresses in the spool are damaged; look at the disk, save the mail by `postern queue"
          + " export`, send it again by hand and drop it";

  private record Candidate(long mail, long token) {}

  /**
   * @param lapsed those of them that somebody else had claimed before
   */
  private record Taken(List<Stored> claims, Set<Long> lapsed) {}

  List<Claim> run() {
    Taken taken = store.writer().run(this::claim);
    Unsettled.name(taken.lapsed(), "when the node that had it ended or lost the spool");
    return List.copyOf(taken.claims());
  }

  private Taken claim(Session session, Tally tally) throws SQLException {
    long now = store.database().now(session);
    Set<Long> mails = new LinkedHashSet<>();
    Set<Long> heldHere = new LinkedHashSet<>();
    Set<Long> lapsed = new LinkedHashSet<>();
    // a mail of many recipients has many rows
    int rows = most * 8 + 100;
    for (String query : List.of(LEASE_OVER, WAITING)) {
      for (Candidate one : session.query(query, Claiming::candidate, now, rows)) {
        // the clock was set ahead, but not so much time has passed
        (store.leases().holds(one.token()) ? heldHere : mails).add(one.mail());
        if (query.equals(LEASE_OVER)) {
          lapsed.add(one.mail());
        }
      }
    }
    mails.removeAll(heldHere);
    List<Stored> claims = new ArrayList<>();
    for (long mail : mails) {
      if (claims.size() == most) {
        break;
      }
      take(session, tally, mail, now).ifPresent(claims::add);
    }
    lapsed.retainAll(claims.stream().map(Stored::number).toList());
    return new Taken(claims, lapsed);
  }

  private static Candidate candidate(java.sql.ResultSet row) throws SQLException {
    return new Candidate(row.getLong(1), row.getLong(2));
  }

  private Optional<Stored> take(Session session, Tally tally, long mail, long now)
      throws SQLException {
    boolean ours =
        session
            .first(
                "SELECT id FROM mail WHERE id = ?" + store.database().skipLocked(),
                row -> row.getLong(1),
                mail)
            .isPresent();
    List<Recipients.Entry> all = ours ? Recipients.of(session, mail) : List.of();
    List<Recipients.Entry> due =
        all.stream().filter(one -> one.state() <= Recipients.ACTIVE && one.due() <= now).toList();
    if (due.isEmpty()) {
      return Optional.empty();
    }
    Mails.Entry entry = Mails.find(session, mail).orElseThrow();
    if (damaged(entry, all)) {
      bury(session, tally, entry, due);
      return Optional.empty();
    }
    long token = store.leases().take(lease);
    session.update(TAKE, now + lease.toMillis(), token, mail, now);
    long waited = due.stream().filter(one -> one.state() == Recipients.WAITING).count();
    tally.moved(State.WAITING, State.ACTIVE, (int) waited);
    return Optional.of(
        new Stored(
            mail,
            token,
            entry.arrival(all.stream().map(Recipients.Entry::recipient).toList()),
            entry.arrived(),
            all.stream().allMatch(Recipients.Entry::unseen),
            due.stream().map(Claiming::due).toList(),
            new SpoolBody(
                entry.facts(), new SpoolBody.Rows(store.database(), mail, entry.facts().parts()))));
  }

  private static boolean damaged(Mails.Entry mail, List<Recipients.Entry> all) {
    return mail.sender().filter(StoredAddress.DAMAGED::equals).isPresent()
        || all.stream().anyMatch(one -> one.recipient().address().equals(StoredAddress.DAMAGED));
  }

  /**
   * To whom such a mail goes is not known any more; it must neither go wrong nor be tried for ever.
   */
  private static void bury(
      Session session, Tally tally, Mails.Entry mail, List<Recipients.Entry> due)
      throws SQLException {
    for (Recipients.Entry one : due) {
      session.update(BURY, LOST, mail.number(), one.n());
      tally.moved(State.values()[one.state()], State.DEAD, 1);
    }
    LOG.error("{} is kept as a dead letter: {}", mail.id(), LOST);
  }

  private static Due due(Recipients.Entry one) {
    return new Due(one.recipient(), one.attempts(), one.delayTold());
  }
}
