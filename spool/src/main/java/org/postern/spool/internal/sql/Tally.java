package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.util.Arrays;
import org.postern.spool.Queue.State;

/**
 * By how much one transaction changes the numbers of mails and recipients. They stand in a table,
 * one row a process, so that counting costs nothing and processes do not wait for each other. Used
 * by the writer alone.
 */
final class Tally {

  private static final String ADD =
      "UPDATE tally SET mails = mails + ?, waiting = waiting + ?, active = active + ?,"
          + " held = held + ?, dead = dead + ? WHERE node = ?";

  private final long[] recipients = new long[State.values().length];
  private long mails;
  private boolean work;

  void mails(int more) {
    mails += more;
  }

  /** True where recipients wait who did not before. */
  boolean work() {
    return work;
  }

  void recipients(State state, int more) {
    work |= state == State.WAITING && more > 0;
    recipients[state.ordinal()] += more;
  }

  void moved(State from, State to, int count) {
    recipients(from, -count);
    recipients(to, count);
  }

  void writeAndClear(Session session, long node) throws SQLException {
    boolean changed = mails != 0;
    for (long count : recipients) {
      changed |= count != 0;
    }
    int rows =
        changed
            ? session.update(
                ADD,
                mails,
                recipients[State.WAITING.ordinal()],
                recipients[State.ACTIVE.ordinal()],
                recipients[State.HELD.ordinal()],
                recipients[State.DEAD.ordinal()],
                node)
            : 1;
    if (rows == 0) {
      throw new SQLException("this process was taken for dead and its tally for its heir's");
    }
    clear();
  }

  void clear() {
    mails = 0;
    work = false;
    Arrays.fill(recipients, 0);
  }
}
