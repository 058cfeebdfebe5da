package org.postern.spool.internal.sql;

import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.postern.spool.MailId;

/**
 * Numbers for mails: 42 bits of milliseconds, 21 bits that begin anywhere in each millisecond, so
 * that processes and nodes that do not know each other do not meet. Never twice in a process, even
 * where the clock is set back. As text: 13 characters without I, L, O and U, which people mistake.
 */
final class MailIds {

  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 13;
  private static final int LOW_BITS = 21;

  private final Clock clock;
  private final AtomicLong last = new AtomicLong();

  MailIds(Clock clock) {
    this.clock = clock;
  }

  long next() {
    long fresh =
        clock.millis() << LOW_BITS | ThreadLocalRandom.current().nextLong(1L << LOW_BITS - 1);
    return last.updateAndGet(before -> Math.max(before + 1, fresh));
  }

  /** The smallest number that a mail of this moment can have. */
  static long from(long millis) {
    return millis << LOW_BITS;
  }

  static MailId text(long number) {
    char[] text = new char[LENGTH];
    long rest = number;
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = DIGITS.charAt((int) (rest & 31));
      rest >>>= 5;
    }
    return new MailId(new String(text));
  }

  /** Empty where it is no id of ours: then there is no such mail. */
  static OptionalLong number(MailId id) {
    String text = id.text();
    if (text.length() != LENGTH || text.charAt(0) > '7') {
      return OptionalLong.empty();
    }
    long number = 0;
    for (int i = 0; i < LENGTH; i++) {
      int digit = DIGITS.indexOf(text.charAt(i));
      if (digit < 0) {
        return OptionalLong.empty();
      }
      number = number << 5 | digit;
    }
    return OptionalLong.of(number);
  }
}
