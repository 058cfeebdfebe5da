package org.postern.spool.internal.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;

/**
 * Proves that one server alone has a spool. The system lets go of it when the process ends, however
 * it ends.
 */
final class SpoolLock implements AutoCloseable {

  /**
   * Within a process the lock proves nothing, and to close a second channel to the file would even
   * let go of the first one's lock.
   */
  private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

  private static final String NAME = "spool.lock";

  private static final String UNKNOWN = "unknown";

  private final Path file;
  private final FileChannel channel;
  private final Object identity;

  private SpoolLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
    this.identity = SpoolFolder.identity(file);
  }

  /** The process that has the spool in this folder; empty where none has, or it cannot be told. */
  static OptionalLong holder(Path folder) {
    try {
      Path file = folder.toRealPath().resolve(NAME);
      if (HERE.contains(file)) {
        return OptionalLong.of(ProcessHandle.current().pid());
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        String pid = pid(channel);
        // where that process is dead the lock is not even tried: a server may be about to take it
        if (pid.equals(UNKNOWN) || ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          return OptionalLong.empty();
        }
        FileLock free = channel.tryLock(0, Long.MAX_VALUE, true);
        return free == null ? OptionalLong.of(Long.parseLong(pid)) : OptionalLong.empty();
      }
    } catch (IOException none) {
      return OptionalLong.empty();
    }
  }

  /** True while the file of this lock is the one that the next server would look at. */
  boolean holds() {
    return identity.equals(SpoolFolder.identity(file));
  }

  static SpoolLock take(SpoolFolder folder) {
    Path file = folder.file(NAME);
    if (!HERE.add(file)) {
      throw inUse(folder, String.valueOf(ProcessHandle.current().pid()));
    }
    try {
      folder.create(file);
      return new SpoolLock(file, locked(folder, file));
    } catch (IOException failed) {
      HERE.remove(file);
      throw folder.unusable(file + " cannot be locked", failed);
    } catch (RuntimeException refused) {
      HERE.remove(file);
      throw refused;
    }
  }

  private static FileChannel locked(SpoolFolder folder, Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(folder, pid(channel));
      }
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
      return channel;
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  private static String pid(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
    return text.matches("\\d{1,18}") ? text : UNKNOWN;
  }

  private static SpoolException inUse(SpoolFolder folder, String pid) {
    return new SpoolException(
        Kind.IN_USE,
        "the spool "
            + folder.path()
            + " belongs to another server, process "
            + pid
            + "; stop that one, or name another postern.spool.folder");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException gone) {
      // the system lets go of it at the latest when the process ends
    } finally {
      HERE.remove(file);
    }
  }
}
