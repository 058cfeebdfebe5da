package org.postern.truststore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer at a time, among threads of this process and among processes. The lock is on a file
 * {@code .NAME.lock} beside the store, since the store itself is replaced; it stays there, empty:
 * removing it would let two writers in. A killed process loses its lock with its life.
 */
final class StoreLock implements AutoCloseable {

  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();
  private static final Duration POLL = Duration.ofMillis(20);

  private final Path store;
  private final ReentrantLock inProcess;
  private final FileChannel channel;

  private StoreLock(Path store, ReentrantLock inProcess, FileChannel channel) {
    this.store = store;
    this.inProcess = inProcess;
    this.channel = channel;
  }

  static StoreLock take(Path store, Duration patience) throws TrustStoreException {
    ReentrantLock inProcess = IN_PROCESS.computeIfAbsent(store, path -> new ReentrantLock());
    long end = System.nanoTime() + patience.toNanos();
    boolean taken = false;
    try {
      if (!inProcess.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(store, patience);
      }
      try {
        FileChannel channel = channel(store, end);
        taken = channel.isOpen();
        if (!taken) {
          throw busy(store, patience);
        }
        return new StoreLock(store, inProcess, channel);
      } finally {
        if (!taken) {
          inProcess.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrustStoreException(store + ": interrupted while waiting for the store", e);
    }
  }

  private static TrustStoreException busy(Path store, Duration patience) {
    return new TrustStoreException(
        store
            + ": another process has been changing this store for "
            + patience.toSeconds()
            + " s; wait for it to end and try again");
  }

  /** Open and locked, or closed if the time was up. */
  private static FileChannel channel(Path store, long end)
      throws TrustStoreException, InterruptedException {
    Path lockFile = store.resolveSibling("." + store.getFileName() + ".lock");
    boolean locked = false;
    try {
      FileChannel channel = open(lockFile);
      try {
        locked = lock(channel, end);
      } finally {
        if (!locked) {
          channel.close();
        }
      }
      return channel;
    } catch (IOException e) {
      throw new TrustStoreException(FileProblem.of(lockFile, "lock", e), e);
    }
  }

  private static FileChannel open(Path lockFile) throws IOException {
    boolean isNew = !Files.exists(lockFile);
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (isNew) {
      shareWithFolderOwner(lockFile);
    }
    return channel;
  }

  /** Made by root, it would lock out the service's own user; only root can give it away. */
  static void shareWithFolderOwner(Path file) {
    try {
      Files.setOwner(file, Files.getOwner(file.getParent()));
    } catch (IOException | UnsupportedOperationException notAllowed) {
      // then we are not root, and the file is ours
    }
  }

  private static boolean lock(FileChannel channel, long end)
      throws IOException, InterruptedException {
    do {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return true;
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    } while (System.nanoTime() - end < 0);
    return false;
  }

  /** The file that is locked, symbolic links followed. */
  Path store() {
    return store;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // the lock ends with the descriptor, which is gone either way
    } finally {
      inProcess.unlock();
    }
  }
}
