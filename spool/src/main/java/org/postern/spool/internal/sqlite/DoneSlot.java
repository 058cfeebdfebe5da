package org.postern.spool.internal.sqlite;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.postern.spool.internal.sql.Run;

/**
 * A place in the ring of what is done with: a mail, and which of its recipients.
 *
 * @param recipients the number of the first, and above it how many more follow; or all
 */
record DoneSlot(long mail, int recipients) {

  static final int BYTES = 2 * Long.BYTES;

  private static final int ALL = -1;
  private static final int FIRST_BITS = 16;

  /** Recipients beyond this are not noted by number, so that no slot looks like {@link #ALL}. */
  private static final int LAST_NUMBER = (1 << FIRST_BITS - 1) - 1;

  static DoneSlot all(long mail) {
    return new DoneSlot(mail, ALL);
  }

  static DoneSlot of(long mail, Run run) {
    return new DoneSlot(mail, run.last() - run.first() << FIRST_BITS | run.first());
  }

  /** True where a slot has room for its numbers. */
  static boolean holds(Run run) {
    return run.last() <= LAST_NUMBER;
  }

  /** By which a slot that was written in part, or is none of ours, is told from a whole one. */
  int seal() {
    CRC32 crc = new CRC32();
    crc.update(
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(mail).putInt(recipients).flip());
    return (int) crc.getValue();
  }

  /** Puts its recipients to those known of its mail, none standing for all. */
  void addTo(Map<Long, Set<Integer>> mails) {
    Set<Integer> numbers = mails.get(mail);
    if (recipients == ALL) {
      mails.put(mail, Set.of());
    } else if (numbers == null || !numbers.isEmpty()) {
      int first = recipients & LAST_NUMBER;
      int last = first + (recipients >>> FIRST_BITS);
      Set<Integer> all = numbers == null ? new HashSet<>() : numbers;
      IntStream.rangeClosed(first, last).forEach(all::add);
      mails.put(mail, all);
    }
  }
}
