package org.postern.spool.internal.sql;

import java.time.Instant;
import java.util.List;
import org.postern.core.smtp.MessageBody;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.MailId;

/**
 * A claim of this process.
 *
 * @param number of the mail
 * @param token what its rows bear as long as the claim holds
 */
record Stored(
    long number,
    long token,
    Arrival arrival,
    Instant arrived,
    boolean unseen,
    List<Due> due,
    MessageBody body)
    implements Claim {

  Stored {
    due = List.copyOf(due);
  }

  @Override
  public MailId id() {
    return MailIds.text(number);
  }

  Claim claim() {
    return this;
  }

  @Override
  public String toString() {
    return id().text();
  }
}
