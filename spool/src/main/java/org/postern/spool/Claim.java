package org.postern.spool;

import java.time.Instant;
import java.util.List;
import org.postern.core.smtp.MessageBody;

/** A mail that this process alone may deliver until its lease ends. Immutable. */
public interface Claim {

  /** Which mail. */
  MailId id();

  /** What came with it; {@link Arrival#recipients} holds all, those that are done too. */
  Arrival arrival();

  /** When it was taken in. */
  Instant arrived();

  /**
   * True where no process that delivers has seen the mail before: somebody else left it there, by
   * {@link Spool#enlist} or as a guest, and this is its first claim. Exactly one claim of a mail
   * says so, whatever is released, restarted or retried after it.
   */
  boolean unseen();

  /** The recipients that are due. */
  List<Due> due();

  /**
   * The bytes, from the store, streamed each time they are written. Its {@code sevenBit} works as
   * that of any other message.
   */
  MessageBody body();

  /**
   * One recipient that is due.
   *
   * @param recipient whom
   * @param attempts how many were made before
   * @param delayTold true where its sender was told of the delay
   */
  record Due(SpoolRecipient recipient, int attempts, boolean delayTold) {}
}
