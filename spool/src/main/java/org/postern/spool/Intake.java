package org.postern.spool;

import java.io.OutputStream;
import java.time.Duration;

/**
 * One mail on its way in. Its bytes go to the store while they come, so that a large mail never
 * stands whole in memory; none of them is seen by anybody before the commit. One thread, one use.
 */
public interface Intake extends AutoCloseable {

  /** The id that the mail will have: its Received header names it before the commit. */
  MailId id();

  /**
   * Where the bytes go: header section and body (RFC 5322), every line with CRLF, no CR or LF
   * alone, dots not stuffed. Whoever writes has checked that; the spool only counts, and sees
   * whether there are bytes above 127.
   */
  OutputStream body();

  /**
   * The mail is durable when this returns: committed and synced. Only then may a server answer 250.
   *
   * @return {@link #id}
   * @throws SpoolException where it is not durable: nothing of it is kept
   */
  MailId commit(Arrival arrival);

  /**
   * As {@link #commit}, and leased at once to the caller, who delivers it without asking the store.
   */
  Claim commitClaimed(Arrival arrival, Duration lease);

  /** Forgets the bytes of a mail that was not committed; nothing after a commit. */
  @Override
  void close();
}
