package org.postern.spool.internal.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The first page of a spool's file: SQLite's header and the table of tables, whose places are the
 * same in every file that the same scripts made (SQLite, "Database File Format", section 1.3).
 */
final class DatabaseHead {

  private static final int PAGE = 4096;
  private static final int SIZE_IN_PAGES = 28;
  private static final int FREE_PAGES = 32;
  private static final int FREE_COUNT = 36;

  private DatabaseHead() {}

  /** Writes {@code damaged} with the first page of {@code sound} to {@code target}. */
  static void exchange(Path damaged, Path sound, Path target) throws IOException {
    try (FileChannel from = FileChannel.open(damaged);
        FileChannel good = FileChannel.open(sound);
        FileChannel to = FileChannel.open(target, StandardOpenOption.WRITE)) {
      ByteBuffer head = ByteBuffer.allocate(PAGE);
      while (head.hasRemaining() && good.read(head) >= 0) {
        // a read may bring less than was asked for
      }
      head.flip();
      head.putInt(SIZE_IN_PAGES, (int) (from.size() / PAGE));
      head.putInt(FREE_PAGES, 0);
      head.putInt(FREE_COUNT, 0);
      while (head.hasRemaining()) {
        to.write(head);
      }
      long at = PAGE;
      from.position(at);
      while (at < from.size()) {
        at += to.transferFrom(from, at, from.size() - at);
      }
    }
  }
}
