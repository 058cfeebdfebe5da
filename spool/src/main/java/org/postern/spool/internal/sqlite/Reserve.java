package org.postern.spool.internal.sqlite;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room on the disk that is set aside in a file: to write down that a mail is done with takes room
 * too, and a disk that another program has filled must not stop delivery. Used by the writer's
 * thread alone.
 */
final class Reserve {

  private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);
  private static final long MOST = 32L << 20;

  /** Written in one go: some ms. */
  private static final int STEP = 4 << 20;

  private final SpoolFolder folder;
  private final LongSupplier left;
  private final long size;
  private boolean whole;

  /**
   * Sets nothing aside yet.
   *
   * @param left bytes of the disk that are free for mail
   * @param kept bytes of the disk that are not for mail: the reserve is half of them, 32 MB at most
   */
  Reserve(SpoolFolder folder, LongSupplier left, long kept) {
    this.folder = folder;
    this.left = left;
    this.size = Math.min(MOST, kept / 2);
  }

  /** Gives it to whoever needs room now. True where there was some. */
  boolean release() {
    whole = false;
    try {
      if (size > 0 && Files.deleteIfExists(file())) {
        LOG.warn(
            "The disk of {} is full: delivery goes on in {} MB that were set aside for it; make room"
                + " there",
            folder.path(),
            Math.max(1, size >> 20));
        return true;
      }
    } catch (IOException kept) {
      LOG.debug("{} stays", file(), kept);
    }
    return false;
  }

  /** A step towards having it again, where the disk has room for mail beside it. */
  void restore() {
    if (whole || size == 0) {
      return;
    }
    try {
      long has = length();
      whole = has >= size;
      if (!whole && left.getAsLong() > size) {
        grow((int) Math.min(STEP, size - has));
      }
    } catch (IOException full) {
      LOG.debug("{} is not whole", file(), full);
    }
  }

  private long length() throws IOException {
    try {
      return Files.size(file());
    } catch (NoSuchFileException none) {
      return 0;
    }
  }

  private void grow(int bytes) throws IOException {
    byte[] block = new byte[bytes];
    // a disk that packs what is written would keep no room for zeros
    new Random().nextBytes(block);
    folder.create(file());
    try (OutputStream out = Files.newOutputStream(file(), StandardOpenOption.APPEND)) {
      out.write(block);
    }
  }

  private Path file() {
    return folder.file("spool.reserve");
  }
}
