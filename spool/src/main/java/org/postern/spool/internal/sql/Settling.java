package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.MailId;
import org.postern.spool.Queue.State;
import org.postern.spool.Settlement;
import org.postern.spool.Settlement.Done;
import org.postern.spool.Settlement.Later;
import org.postern.spool.Settlement.Trouble;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;

/** What became of the recipients of a claim. */
record Settling(Store store, Stored claim, List<Settlement> settlements, List<NewMail> notices)
    implements Operation<Boolean> {

  private static final String OF_CLAIM = " WHERE mail = ? AND token = ? AND state = 1";
  private static final String UPDATE =
      "UPDATE recipient SET state = ?, due = ?, attempts = attempts + ?, delay_told = ?, token = -1,"
          + " trouble = ?, diagnosis = ? WHERE mail = ? AND n = ?";
  private static final String DONE =
      "UPDATE recipient SET state = 4, due = ?, attempts = attempts + 1, token = -1,"
          + " trouble = NULL, diagnosis = NULL"
          + OF_CLAIM
          + " AND n BETWEEN ? AND ?";
  private static final String BACK =
      "UPDATE recipient SET state = 0, due = ?, token = -1" + OF_CLAIM;

  Settling {
    Set<MailAddress> due = new HashSet<>();
    claim.due().forEach(one -> due.add(one.recipient().address()));
    for (Settlement settlement : settlements) {
      if (!due.remove(settlement.recipient())) {
        throw new IllegalArgumentException(
            "%s is no recipient of the claim of %s, or is named twice"
                .formatted(settlement.recipient(), claim));
      }
    }
  }

  /**
   * Completed when it is written, with the ids of the notices; what hangs on it runs on the
   * writer's thread.
   */
  CompletableFuture<List<MailId>> run() {
    CompletableFuture<List<MailId>> told = new CompletableFuture<>();
    store
        .settlers()
        .submit(this)
        .whenComplete(
            (settled, fault) -> {
              if (fault != null) {
                failed(fault, told);
              } else {
                written(told);
              }
            });
    return told;
  }

  private void failed(Throwable fault, CompletableFuture<List<MailId>> told) {
    if (fault instanceof SpoolException known && known.kind() == Kind.LEASE_LOST) {
      store.leases().end(claim.token());
    }
    told.completeExceptionally(fault);
  }

  private void written(CompletableFuture<List<MailId>> told) {
    store.leases().end(claim.token());
    told.complete(notices.stream().map(one -> MailIds.text(one.number())).toList());
    boolean work = !notices.isEmpty() || settlements.size() < claim.due().size();
    if (work || settlements.stream().anyMatch(Later.class::isInstance)) {
      store.bell().ring();
    }
  }

  @Override
  public Optional<Ending<Boolean>> ending() {
    return wholeMailDone() && notices.isEmpty()
        ? Optional.of(new Ending<>(claim.number(), claim.token(), true))
        : Optional.empty();
  }

  @Override
  public Boolean on(Session session, Tally tally) throws SQLException {
    if (wholeMailDone()) {
      removeMail(session, tally);
    } else {
      settleEach(session, tally);
    }
    long now = notices.isEmpty() ? 0 : store.database().now(session);
    for (NewMail notice : notices) {
      Mails.insert(session, tally, notice, now, now, Recipients.KNOWN);
    }
    return true;
  }

  private boolean wholeMailDone() {
    return settlements.size() == claim.arrival().recipients().size()
        && settlements.stream().allMatch(Done.class::isInstance);
  }

  private void removeMail(Session session, Tally tally) throws SQLException {
    int gone = session.update("DELETE FROM recipient" + OF_CLAIM, claim.number(), claim.token());
    if (gone == 0) {
      throw lost();
    }
    tally.recipients(State.ACTIVE, -gone);
    Removal.mail(session, tally, claim.number());
  }

  private void settleEach(Session session, Tally tally) throws SQLException {
    List<Recipients.Entry> all = Recipients.of(session, claim.number());
    Map<MailAddress, Recipients.Entry> ours = new HashMap<>();
    for (Recipients.Entry one : all) {
      if (one.state() == Recipients.ACTIVE && one.token() == claim.token()) {
        ours.put(one.recipient().address(), one);
      }
    }
    if (ours.isEmpty()) {
      throw lost();
    }
    long now = store.database().now(session);
    List<Integer> done = new ArrayList<>();
    for (Settlement settlement : settlements) {
      Recipients.Entry one = ours.get(settlement.recipient());
      if (settlement instanceof Done) {
        done.add(one.n());
      } else {
        write(session, tally, one, settlement, now);
      }
    }
    for (Run run : Run.of(done)) {
      int gone = session.update(DONE, now, claim.number(), claim.token(), run.first(), run.last());
      tally.recipients(State.ACTIVE, -gone);
    }
    int back = session.update(BACK, now, claim.number(), claim.token());
    tally.moved(State.ACTIVE, State.WAITING, back);
    Removal.mailWhenDone(session, tally, claim.number());
  }

  private void write(
      Session session, Tally tally, Recipients.Entry one, Settlement settlement, long now)
      throws SQLException {
    tally.recipients(State.ACTIVE, -1);
    if (settlement instanceof Later later) {
      long due = later.due().toEpochMilli();
      int counted = later.counted() ? 1 : 0;
      tally.recipients(State.WAITING, 1);
      row(session, one, Recipients.WAITING, due, counted, later.delayTold(), later.trouble());
    } else if (settlement instanceof Settlement.Dead dead) {
      tally.recipients(State.DEAD, 1);
      row(session, one, Recipients.DEAD, now, 1, one.delayTold(), dead.trouble());
    }
  }

  private void row(
      Session session,
      Recipients.Entry one,
      int state,
      long due,
      int counted,
      boolean delayTold,
      Trouble trouble)
      throws SQLException {
    session.update(
        UPDATE,
        state,
        due,
        counted,
        delayTold,
        trouble.explanation(),
        trouble.diagnosis(),
        claim.number(),
        one.n());
  }

  private SpoolException lost() {
    return new SpoolException(
        Kind.LEASE_LOST,
        "the lease of mail "
            + claim
            + " ended and somebody else has it; what became of it is theirs to say");
  }

  /** Gives the claim back as it was. */
  static void release(Store store, long mail, long token) {
    store
        .writer()
        .run(
            (session, tally) -> {
              int back = session.update(BACK, store.database().now(session), mail, token);
              tally.moved(State.ACTIVE, State.WAITING, back);
              return back;
            });
    store.leases().end(token);
    store.bell().ring();
  }
}
