package org.postern.relay.deliver;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.postern.spool.Claim;
import org.postern.spool.MailId;
import org.postern.spool.Notice;
import org.postern.spool.Settlement;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what became of mails, while those who carried them go on with the next. Where the
 * spool does not write (a full disk, say) it insists: a mail that is forgotten here is sent twice.
 * Thread safe.
 */
final class Scribe {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final Spool spool;
  private final Executor patient;

  /**
   * @param patient runs what waits for a spool that does not write at the moment
   */
  Scribe(Spool spool, Executor patient) {
    this.spool = spool;
    this.patient = patient;
  }

  private record Entry(
      Claim claim, List<Settlement> settlements, List<Notice> notices, Runnable written) {}

  /** As {@link Spool#note}. */
  void note(Claim claim, List<Settlement> settlements) {
    spool.note(claim, settlements);
  }

  /**
   * @param written run once, when the spool has it, or never will
   */
  void write(Claim claim, List<Settlement> settlements, List<Notice> notices, Runnable written) {
    Entry entry = new Entry(claim, settlements, notices, written);
    spool
        .settleSoon(claim, settlements, notices)
        .whenComplete(
            (done, fault) -> {
              if (fault == null) {
                spooled(entry, done);
                written.run();
              } else {
                notWritten(entry, fault);
              }
            });
  }

  private static void spooled(Entry entry, List<MailId> ids) {
    Mishap.contain(
        LOG,
        "{}: its notices are in the spool, which could not be logged",
        entry.claim().id(),
        () -> {
          for (int i = 0; i < ids.size(); i++) {
            LifeLog.spooled(ids.get(i), entry.notices().get(i).arrival());
          }
        });
  }

  /** On the spool's own thread, which must not wait. */
  private void notWritten(Entry entry, Throwable fault) {
    if (fault instanceof SpoolException known && known.kind() != SpoolException.Kind.LEASE_LOST) {
      LOG.error(
          "{}: what became of it cannot be written down, which is tried again: {}",
          entry.claim().id(),
          fault.getMessage());
      try {
        patient.execute(() -> insist(entry, known));
        return;
      } catch (RejectedExecutionException stopped) {
        LOG.debug("Nobody insists any more", stopped);
      }
    }
    givenUp(entry, fault);
  }

  private void insist(Entry entry, SpoolException first) {
    SpoolException last = first;
    try {
      while (last.kind() != SpoolException.Kind.LEASE_LOST) {
        TimeUnit.NANOSECONDS.sleep(AGAIN.toNanos());
        try {
          spooled(entry, spool.settle(entry.claim(), entry.settlements(), entry.notices()));
          entry.written().run();
          return;
        } catch (SpoolException again) {
          last = again;
        }
      }
      givenUp(entry, last);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      givenUp(entry, last);
    } catch (Throwable bug) {
      givenUp(entry, bug);
    }
  }

  private static void givenUp(Entry entry, Throwable fault) {
    Mishap.log(
        LOG,
        "{}: what became of it may not have been written down; if so, it is sent again, and may"
            + " arrive twice",
        entry.claim().id(),
        fault);
    entry.written().run();
  }
}
