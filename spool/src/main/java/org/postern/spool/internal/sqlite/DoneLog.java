package org.postern.spool.internal.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.spool.internal.sql.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails, or some of their recipients, that are done with, on disk long before the next transaction
 * of the database: what is known to have been delivered is not sent again after a kill or a power
 * cut. A ring of numbers in a small file; whoever opens the database takes out what is named there,
 * and names that stand there for no reason any more do no harm, as no number comes twice. Where the
 * disk refuses it, there is the transaction. Thread safe.
 */
final class DoneLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DoneLog.class);

  /** Far more than can be under way, so that nothing is written over which is still needed. */
  static final int SLOTS = 16 * 1024;

  /** So many runs of a mail are noted: other mails are to have their places. */
  private static final int MOST_RUNS = 100;

  private final Path file;

  /** Not written by its channel, which an interrupt of a thread that writes closes for all. */
  private final RandomAccessFile ring;

  private final ReentrantLock lock = new ReentrantLock();
  private final ByteBuffer slot = ByteBuffer.allocate(DoneSlot.BYTES);
  private final AtomicBoolean unsynced = new AtomicBoolean();
  private final Thread thread = new Thread(this::syncAll, "postern-spool-done");
  private int next;
  private volatile boolean refused;
  private volatile boolean closed;

  private DoneLog(Path file) throws IOException {
    this.file = file;
    this.ring = new RandomAccessFile(file.toFile(), "rw");
    try {
      // all of its place is taken now: later on a sync has nothing but the numbers to write
      ring.write(new byte[SLOTS * DoneSlot.BYTES]);
      ring.getFD().sync();
      ring.seek(0);
    } catch (IOException full) {
      ring.close();
      throw full;
    }
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Begins an empty ring: what stood there is to be read before. Empty where there cannot be one.
   */
  static Optional<DoneLog> begin(SpoolFolder folder) {
    try {
      folder.create(folder.doneLog());
      return Optional.of(new DoneLog(folder.doneLog()));
    } catch (IOException refused) {
      warn(folder.doneLog(), refused);
      return Optional.empty();
    }
  }

  private static void warn(Path file, IOException why) {
    LOG.warn(
        "{} cannot be written ({}): if this server is killed, some mails more than usual may arrive"
            + " twice",
        file,
        String.valueOf(why.getMessage()));
  }

  /**
   * Which recipients of which mails are named there, none of a mail standing for all; nothing where
   * there is no such file, or where it is torn.
   */
  static Map<Long, Set<Integer>> read(Path file) {
    Map<Long, Set<Integer>> mails = new HashMap<>();
    if (!Files.exists(file)) {
      return mails;
    }
    try (FileChannel stored = FileChannel.open(file)) {
      ByteBuffer all = ByteBuffer.allocate(SLOTS * DoneSlot.BYTES);
      while (all.hasRemaining() && stored.read(all) >= 0) {
        // reads on
      }
      all.flip();
      while (all.remaining() >= DoneSlot.BYTES) {
        DoneSlot one = new DoneSlot(all.getLong(), all.getInt());
        if (all.getInt() == one.seal() && one.mail() != 0) {
          one.addTo(mails);
        }
      }
    } catch (IOException unreadable) {
      LOG.warn(
          "{} cannot be read ({}): some mails may arrive twice",
          file,
          String.valueOf(unreadable.getMessage()));
    }
    return mails;
  }

  /**
   * They are done with. When it returns a kill of this process does not undo it any more, and some
   * tenths of a millisecond later neither does a power cut.
   *
   * @param recipients by their numbers; empty: all
   */
  void note(long mail, Set<Integer> recipients) {
    List<Run> runs = recipients.isEmpty() ? List.of() : noted(recipients);
    lock.lock();
    try {
      if (recipients.isEmpty()) {
        write(DoneSlot.all(mail));
      }
      for (Run run : runs) {
        write(DoneSlot.of(mail, run));
      }
    } catch (IOException fault) {
      giveUp(fault);
    } finally {
      lock.unlock();
    }
    if (unsynced.compareAndSet(false, true)) {
      LockSupport.unpark(thread);
    }
  }

  private static List<Run> noted(Set<Integer> recipients) {
    return Run.of(recipients).stream().filter(run -> DoneSlot.holds(run)).limit(MOST_RUNS).toList();
  }

  private void write(DoneSlot one) throws IOException {
    if (refused) {
      return;
    }
    slot.clear().putLong(one.mail()).putInt(one.recipients()).putInt(one.seal());
    ring.write(slot.array());
    next++;
    if (next == SLOTS) {
      next = 0;
      ring.seek(0);
    }
  }

  private void giveUp(IOException fault) {
    if (!refused) {
      refused = true;
      warn(file, fault);
    }
  }

  private void syncAll() {
    while (!refused) {
      if (unsynced.getAndSet(false)) {
        sync();
      } else if (closed) {
        return;
      } else {
        LockSupport.park(this);
      }
    }
  }

  private void sync() {
    try {
      // on a thread of our own, which nobody interrupts
      ring.getChannel().force(false);
    } catch (IOException fault) {
      giveUp(fault);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    try {
      ring.close();
    } catch (IOException gone) {
      LOG.debug("Closing {}", file, gone);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
