package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs batches of operations, each batch in one transaction. Where a batch fails it is undone and
 * each operation is tried alone, so that one that is bad does no harm to the others. The session is
 * opened anew after a fault. Used by the writer's thread alone.
 */
final class Transactions {

  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  private final Database database;
  private final Writability writing;
  private final Tally tally = new Tally();
  private Optional<Session> open = Optional.empty();
  private boolean looksAfter = true;

  Transactions(Database database, Writability writing) {
    this.database = database;
    this.writing = writing;
  }

  void run(List<Job<?>> batch) {
    if (batch.isEmpty()) {
      return; // not even a connection is needed for that
    }
    List<Job<?>> rest = batch;
    try {
      rest = withoutMailsThatLeave(batch);
      if (!rest.isEmpty()) {
        commit(rest);
      }
    } catch (SQLException fault) {
      undo();
      if (rest.size() > 1 && victim(fault)) {
        rest.forEach(job -> run(List.of(job)));
      } else {
        SpoolException why = database.explain(fault);
        writing.failed(why);
        answer(rest, why);
      }
    } catch (SpoolException unusable) {
      undo();
      writing.failed(unusable);
      answer(rest, unusable);
    } catch (RuntimeException fault) {
      undo();
      answer(rest, fault);
    }
  }

  /** Most results are of this kind, and those that are not need not hold them up. */
  private List<Job<?>> withoutMailsThatLeave(List<Job<?>> batch) throws SQLException {
    Map<Long, Long> mails = new HashMap<>();
    for (Job<?> job : batch) {
      job.operation().ending().ifPresent(one -> mails.put(one.token(), one.mail()));
    }
    if (mails.isEmpty()) {
      return batch;
    }
    Set<Long> gone = database.takeOut(session(), mails);
    return gone.isEmpty() ? batch : batch.stream().filter(job -> !job.doneWith(gone)).toList();
  }

  /** True where the database undid it since it stood in the way of another (SQL state 40). */
  private static boolean victim(SQLException fault) {
    return String.valueOf(fault.getSQLState()).startsWith("40");
  }

  private void answer(List<Job<?>> batch, RuntimeException fault) {
    if (batch.size() == 1) {
      batch.get(0).fail(fault);
    } else if (fault instanceof SpoolException known && ofTheWhole(known.kind())) {
      batch.forEach(job -> job.fail(known));
    } else {
      // a full disk may refuse a mail and still have room for what is delivered
      batch.forEach(job -> run(List.of(job)));
    }
  }

  /** True where each operation alone would fail just so, perhaps after a long wait. */
  private boolean ofTheWhole(Kind kind) {
    return kind == Kind.BUSY || kind == Kind.NEWER_SCHEMA || database.ailing() || open.isEmpty();
  }

  private void commit(List<Job<?>> batch) throws SQLException {
    Session session = session();
    database.begin(session);
    List<Runnable> tell = new ArrayList<>(batch.size());
    for (Job<?> job : batch) {
      tell.add(job.run(session, tally));
    }
    if (tally.work()) {
      database.tellOthers(session);
    }
    tally.writeAndClear(session, database.node());
    database.commit(session);
    tell.forEach(Runnable::run);
  }

  private Session session() throws SQLException {
    if (database.ailing()) {
      close();
    }
    if (open.isEmpty()) {
      open = Optional.of(database.openWriter());
    }
    return open.get();
  }

  private void undo() {
    tally.clear();
    open.ifPresent(
        session -> {
          try {
            database.rollback(session);
          } catch (SQLException lost) {
            LOG.debug("A transaction of the spool was not undone; its session is closed", lost);
            close();
          }
        });
  }

  /** True where other processes may have committed. */
  boolean quiet() {
    try {
      Session session = session();
      boolean work = database.othersCommitted(session);
      tidy(session);
      return work;
    } catch (SQLException fault) {
      // noted as what it is; whoever needs the spool is told, nobody waits for this
      neglected(database.explain(fault));
      return false;
    } catch (SpoolException fault) {
      neglected(fault);
      return false;
    }
  }

  private void tidy(Session session) {
    try {
      database.tidy(session);
      looksAfter = true;
    } catch (SQLException fault) {
      neglected(database.explain(fault));
    }
  }

  /** Said once, until it works again. */
  private void neglected(SpoolException why) {
    undo();
    if (looksAfter) {
      LOG.warn("The spool cannot be looked after, it is tried again: {}", why.getMessage());
    }
    LOG.debug("The spool could not be looked after", why);
    looksAfter = false;
  }

  void close() {
    open.ifPresent(
        session -> {
          try {
            session.close();
          } catch (SQLException lost) {
            LOG.debug("A session of the spool did not close", lost);
          }
        });
    open = Optional.empty();
  }
}
