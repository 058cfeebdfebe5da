package org.postern.crypto;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps other threads and processes from changing the same file; released by {@link #close}. */
final class FileLock implements AutoCloseable {

  private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

  private final ReentrantLock local;
  private final FileChannel channel;

  private FileLock(ReentrantLock local, FileChannel channel) {
    this.local = local;
    this.channel = channel;
  }

  /** Waits for the lock; its file stands beside the one it guards and stays. */
  static FileLock of(Path file) throws IOException {
    Path path = file.toAbsolutePath().resolveSibling("." + file.getFileName() + ".postern-lock");
    ReentrantLock local = IN_THIS_PROCESS.computeIfAbsent(path, p -> new ReentrantLock());
    local.lock();
    FileChannel channel = null;
    try {
      boolean isNew = !Files.exists(path);
      channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isNew) {
        FolderOwner.give(path);
      }
      channel.lock();
      return new FileLock(local, channel);
    } catch (IOException e) {
      if (channel != null) {
        channel.close();
      }
      local.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      local.unlock();
    }
  }
}
