package org.postern.spool.internal.sqlite;

import java.io.IOException;
import java.nio.file.FileStore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;

/** What is left on the disk of a spool for new mail. Thread safe. */
final class Room {

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SpoolFolder folder;
  private final Free free;
  private final long kept;
  private final LongSupplier nanos;
  private volatile Look last;

  /** Looks at a disk. */
  @FunctionalInterface
  interface Free {
    /** Bytes that are free. */
    long bytes() throws IOException;
  }

  private record Look(long bytes, long at) {}

  /**
   * Looks at once.
   *
   * @param kept bytes that are not for new mail
   */
  Room(SpoolFolder folder, long kept) {
    this(folder, folder.disk(), kept);
  }

  private Room(SpoolFolder folder, FileStore disk, long kept) {
    this(folder, disk::getUsableSpace, kept, System::nanoTime);
  }

  Room(SpoolFolder folder, Free free, long kept, LongSupplier nanos) {
    this.folder = folder;
    this.free = free;
    this.kept = kept;
    this.nanos = nanos;
    this.last = look();
  }

  private Look look() {
    try {
      last = new Look(free.bytes(), nanos.getAsLong());
      return last;
    } catch (IOException unknown) {
      throw folder.lost(folder.path() + " is out of reach", unknown);
    }
  }

  /** Bytes that are free now beyond those that are kept; negative where fewer are. */
  long left() {
    return look().bytes() - kept;
  }

  /** Refuses new mail where less is left than is to be kept. */
  void check() {
    throwIfLess(look().bytes(), 0);
  }

  /** As {@link #check}, for so many bytes, by a look that is a second old at most. */
  void checkSoon(long bytes) {
    Look known = last;
    if (nanos.getAsLong() - known.at() >= FRESH_NANOS) {
      known = look();
    }
    throwIfLess(known.bytes(), bytes);
  }

  private void throwIfLess(long left, long wanted) {
    if (left - wanted < kept) {
      String more = wanted == 0 ? "" : ", a mail of %d MB on top of that".formatted(wanted >> 20);
      throw new SpoolException(
          Kind.FULL,
          "the disk of %s has %d MB left, and new mail is taken in from %d MB on only%s; make room"
                  .formatted(folder.path(), left >> 20, kept >> 20, more)
              + " there, a restart is not needed (postern.spool.keep_free_mb)");
    }
  }
}
