package org.postern.spool;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.postern.core.smtp.MessageBody;

/**
 * Mail that waits on disk until its next hop has it. What {@link Intake#commit} took in stays,
 * whatever happens to the process, until {@link #settle} says that a recipient is done. Several
 * processes, and with PostgreSQL several machines, may share one. Thread safe.
 *
 * <p>Every method throws {@link SpoolException} where the store does not do its part; nothing that
 * was committed before is lost by that.
 */
public interface Spool extends AutoCloseable {

  /** Starts to take in one mail; costs nothing until bytes come. */
  Intake receive();

  /**
   * Refuses a mail before it comes, where the disk has hardly room for it: {@link Intake#commit}
   * would do so when all of it has come. Looks at the disk once a second at most.
   *
   * @param size bytes of the mail, as far as they are known; else 0
   * @throws SpoolException of kind {@link SpoolException.Kind#FULL} where there is no room
   */
  void admit(long size);

  /**
   * Why a mail that came now would not be kept: there is no room, or what was written last failed,
   * and no mail was written since. Empty where it would be kept. Waits for nobody: whether writing
   * works again is tried meanwhile, so that whoever asks again is told.
   */
  Optional<SpoolException> refusal();

  /**
   * Writes a mail in the caller's own transaction: it is there, and leaves, if and only if that
   * transaction commits. The connection stays as it is, and is the caller's; where this throws, the
   * transaction is as it was before and may go on. Nobody else is made to wait until it ends.
   *
   * @param transaction a connection with an open transaction to the database of this spool; its
   *     user needs rights to the schema of the spool
   * @throws SpoolException where this spool is no PostgreSQL database or the connection leads
   *     elsewhere, commits by itself, or cannot write
   * @throws java.io.UncheckedIOException where the body cannot be read
   */
  MailId enlist(Connection transaction, Arrival arrival, MessageBody body);

  /**
   * Hands out mails that are due, the longest due first, to nobody else until the lease ends, is
   * renewed or settled. A claim holds all due recipients of one mail.
   *
   * @param most how many mails at most
   * @param lease after this time the mail goes to whoever asks next: its holder is taken for dead
   * @return at most {@code most}; empty where nothing is due
   */
  List<Claim> claim(int most, Duration lease);

  /**
   * Makes the lease end this much later from now.
   *
   * @return false where it has ended and somebody else has the mail: what becomes of it is theirs
   */
  boolean renew(Claim claim, Duration lease);

  /**
   * Notes, ahead of {@link #settle} and quicker than any transaction, to whom a mail was delivered:
   * a kill in between then does not send it to them again. An aid that never fails; where nothing
   * quicker is to be had it does nothing. Recipients whose sender asked to be told of success are
   * left out, as nobody would tell him then.
   *
   * @param settlements of recipients to whom the mail was delivered: nobody would tell the sender
   *     of one that was given up
   */
  void note(Claim claim, List<Settlement> settlements);

  /**
   * Writes down what became of recipients of a claim, and the mails that tell of it, all or
   * nothing. When it returns it is so for all, and the end of this process does not undo it; where
   * others keep the spool (PostgreSQL), a crash of their server may undo the results of its last
   * moments, whose mails are then sent again. Recipients of the claim that are not named stay as
   * they were, and are due again; the lease ends.
   *
   * @param notices whole mails (bounces) to spool in the same transaction
   * @return the ids of the notices, in their order
   * @throws SpoolException of kind {@link SpoolException.Kind#LEASE_LOST} where somebody else has
   *     the mail by now
   */
  List<MailId> settle(Claim claim, List<Settlement> settlements, List<Notice> notices);

  /**
   * As {@link #settle}, without waiting for the disk: the caller goes on with other mail meanwhile.
   *
   * @return completed when it is written, with the ids of the notices, or with the {@link
   *     SpoolException} that says why it is not; what hangs on it holds up all writing, and must be
   *     quick
   */
  CompletionStage<List<MailId>> settleSoon(
      Claim claim, List<Settlement> settlements, List<Notice> notices);

  /** Gives a claim back as it was: due again at once. */
  void release(Claim claim);

  /** When the next waiting mail becomes due; empty where none waits. A moment past: now. */
  Optional<Instant> nextDue();

  /**
   * Waits until something was committed, by this process or another, or released, or the time is
   * over.
   *
   * @return false where the time was over first
   */
  boolean awaitWork(Duration atMost) throws InterruptedException;

  /** What administrators look at and change. */
  Queue queue();

  /** Small facts that outlive the process, such as counts of the pace or the last success. */
  Notebook notebook();

  /** Waits for commits under way, then lets go of the store. Claims of this process end. */
  @Override
  void close();
}
