package org.postern.spool.internal.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.postern.core.smtp.MessageBody;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.Notebook;
import org.postern.spool.Notice;
import org.postern.spool.Queue;
import org.postern.spool.Settlement;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A spool in an SQL database. */
public final class SqlSpool implements Spool {

  private static final Logger LOG = LoggerFactory.getLogger(SqlSpool.class);
  private static final String SOONEST =
      "SELECT due FROM recipient WHERE state = %d AND state <= 1 ORDER BY due LIMIT 1";

  private final Store store;
  private final boolean delivers;

  /**
   * Opens it; a fault is told at once.
   *
   * @param nanos a clock that is never set, such as {@link System#nanoTime}
   * @param delivers false for a guest, who takes mail in and administers
   */
  public SqlSpool(Database database, Clock clock, LongSupplier nanos, boolean delivers) {
    this.store = Store.of(database, new MailIds(clock), new Leases(nanos), nanos);
    this.delivers = delivers;
    try {
      store.writer().run((session, tally) -> true);
    } catch (RuntimeException notOpened) {
      close();
      throw notOpened;
    }
  }

  @Override
  public Intake receive() {
    return new SqlIntake(store, delivers ? Recipients.KNOWN : Recipients.UNSEEN);
  }

  @Override
  public void admit(long size) {
    store.database().admitSoon(size);
  }

  @Override
  public Optional<SpoolException> refusal() {
    try {
      admit(0);
    } catch (SpoolException full) {
      return Optional.of(full);
    }
    Optional<SpoolException> fault = store.writing().fault();
    if (fault.isPresent()) {
      store.writing().tryAgain(store);
    }
    return fault;
  }

  @Override
  public MailId enlist(Connection transaction, Arrival arrival, MessageBody body) {
    return new Enlisting(store, arrival, body).in(transaction);
  }

  @Override
  public List<Claim> claim(int most, Duration lease) {
    if (!delivers) {
      throw new IllegalStateException("a guest of a spool does not deliver; open it as its server");
    }
    return new Claiming(store, most, lease).run();
  }

  @Override
  public boolean renew(Claim claim, Duration lease) {
    Stored ours = (Stored) claim;
    boolean held =
        store
            .writer()
            .run(
                (session, tally) ->
                    session.update(
                            "UPDATE recipient SET due = ? WHERE mail = ? AND token = ? AND state = 1",
                            store.database().now(session) + lease.toMillis(),
                            ours.number(),
                            ours.token())
                        > 0);
    if (held) {
      store.leases().renew(ours.token(), lease);
    }
    return held;
  }

  @Override
  public void note(Claim claim, List<Settlement> settlements) {
    Noting.note(store.database(), (Stored) claim, settlements);
  }

  @Override
  public List<MailId> settle(Claim claim, List<Settlement> settlements, List<Notice> notices) {
    return Writer.result(settling(claim, settlements, notices).run());
  }

  @Override
  public CompletionStage<List<MailId>> settleSoon(
      Claim claim, List<Settlement> settlements, List<Notice> notices) {
    return settling(claim, settlements, notices).run();
  }

  private Settling settling(Claim claim, List<Settlement> settlements, List<Notice> notices) {
    List<NewMail> mails =
        notices.stream().map(notice -> NewMail.of(store.ids().next(), notice)).toList();
    return new Settling(store, (Stored) claim, List.copyOf(settlements), mails);
  }

  @Override
  public void release(Claim claim) {
    Stored ours = (Stored) claim;
    Settling.release(store, ours.number(), ours.token());
  }

  @Override
  public Optional<Instant> nextDue() {
    return store.database().read(SqlSpool::soonest).map(Instant::ofEpochMilli);
  }

  @Override
  public Optional<Clock> sharedClock() {
    return store.database().sharedClock();
  }

  private static Optional<Long> soonest(Session session) throws SQLException {
    Optional<Long> waiting =
        session.first(SOONEST.formatted(Recipients.WAITING), row -> row.getLong(1));
    Optional<Long> leased =
        session.first(SOONEST.formatted(Recipients.ACTIVE), row -> row.getLong(1));
    return waiting.isPresent() && leased.isPresent()
        ? Optional.of(Math.min(waiting.get(), leased.get()))
        : waiting.or(() -> leased);
  }

  @Override
  public boolean awaitWork(Duration atMost) throws InterruptedException {
    return store.bell().await(atMost);
  }

  @Override
  public Queue queue() {
    return new SqlQueue(store);
  }

  @Override
  public Notebook notebook() {
    return new SqlNotebook(store);
  }

  @Override
  public void close() {
    try {
      store.leases().giveAllBack(store);
    } catch (SpoolException later) {
      LOG.warn(
          "Mails that were being delivered could not be given back, and are due again after the"
              + " next start: {}",
          later.getMessage());
    }
    store.close();
  }
}
