package org.postern.spool;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;

/**
 * The spool as administrators see it. Changes are durable when the method returns, and do not touch
 * mail that is being delivered at this moment: {@link Change#busy} counts that.
 */
public interface Queue {

  /** In what state a recipient is. */
  enum State {
    /** Waits for its next attempt, or is due. */
    WAITING,
    /** Is being delivered. */
    ACTIVE,
    /** Kept back by the administrator. */
    HELD,
    /** Given up, kept for the administrator. */
    DEAD
  }

  /**
   * Which mails.
   *
   * @param ids these only; empty for all
   * @param states recipients in these states; empty for all
   * @param sender of this sender
   * @param recipient with this recipient
   */
  record Filter(
      Set<MailId> ids,
      Set<State> states,
      Optional<MailAddress> sender,
      Optional<MailAddress> recipient) {

    /** Everything. */
    public static final Filter ALL =
        new Filter(Set.of(), Set.of(), Optional.empty(), Optional.empty());

    /** One mail. */
    public static Filter of(MailId id) {
      return new Filter(Set.of(id), Set.of(), Optional.empty(), Optional.empty());
    }
  }

  /** One mail with its recipients that are not done. */
  record Entry(
      MailId id,
      Instant arrived,
      Optional<MailAddress> sender,
      long size,
      String messageId,
      String origin,
      List<Line> recipients) {}

  /** One recipient that is not done. */
  record Line(
      MailAddress address,
      State state,
      int attempts,
      Instant due,
      Optional<Settlement.Trouble> trouble) {}

  /** How many recipients a command changed, and how many it left since they are being delivered. */
  record Change(int changed, int busy) {}

  /** What somebody can do to mail of the queue. */
  enum Deed {
    /** {@link Queue#retry}. */
    RETRY,
    /** {@link Queue#hold}. */
    HOLD,
    /** {@link Queue#release}. */
    RELEASE,
    /** {@link Queue#drop}. */
    DROP
  }

  /**
   * What somebody did to a mail.
   *
   * @param by who
   * @param recipients to which of its recipients, fit for a line of a log; the first of very many
   * @param count to how many of them
   */
  record Trace(MailId id, Deed deed, String by, Instant at, List<String> recipients, int count) {}

  /**
   * What is in the spool.
   *
   * @param mails mails
   * @param oldest when the oldest one that waits or is active arrived
   */
  record Counts(
      long mails, long waiting, long active, long held, long dead, Optional<Instant> oldest) {}

  /** A page of the list, by time of arrival; {@code after} is the last one of the page before. */
  List<Entry> list(Filter filter, Optional<MailId> after, int most);

  /** One mail. */
  Optional<Entry> find(MailId id);

  /** The bytes of one mail. */
  Optional<MessageBody> body(MailId id);

  /** Makes waiting and dead recipients due now; the attempts of dead ones begin anew. */
  Change retry(Filter filter);

  /** Keeps waiting recipients back until {@link #release}. */
  Change hold(Filter filter);

  /** Lets held recipients go on. */
  Change release(Filter filter);

  /** Removes recipients, and the mail when none is left. Nobody is told. */
  Change drop(Filter filter);

  /**
   * The same queue, whose changes are this person's: each mail that is changed leaves a {@link
   * Trace}, as durable as the change itself, until {@link #tellTraces} has told it.
   *
   * @param person for a log, such as {@code root (uid 0)}; "" for changes that leave no trace
   */
  Queue by(String person);

  /**
   * Tells what people did to the queue since it was told last, by this process or another, and
   * forgets it. A kill in between tells it once more rather than never. Quick where there is
   * nothing.
   *
   * @param teller called on the caller's thread
   */
  void tellTraces(Consumer<Trace> teller);

  /**
   * The same queue, whose changes tell how they get on, for a bar on a screen.
   *
   * @param looked is told how many mails a change has looked at so far, on its own thread
   */
  Queue watchedBy(LongConsumer looked);

  /**
   * Copies the whole spool, as it is at one moment, into a new file for its owner alone, while mail
   * comes and leaves. Durable on return; where this throws, there is no such file.
   *
   * @throws SpoolException where the file is there already or cannot be written, or the spool is in
   *     PostgreSQL, which has its own means
   */
  void backup(Path file);

  /**
   * When the oldest of the mails that wait or are active, and arrived after that, arrived. Quick.
   */
  Optional<Instant> oldestAfter(Instant moment);

  /** Numbers; quick whatever the size of the spool. */
  Counts counts();
}
