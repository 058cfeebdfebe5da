package org.postern.relay.internal.users;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.core.files.FileOwner;

/**
 * A file that only its owner may read, while this thread alone, of all processes, changes it. The
 * lock is an empty file beside it that stays, as the file itself is replaced. What root makes or
 * replaces for a server under another account belongs to that account.
 */
final class OwnFile implements AutoCloseable {

  /** Locks of a file are the process's: threads would not wait for each other. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path path;
  private final Path folder;
  private final FileChannel lock;

  private OwnFile(Path path) throws IOException {
    this.path = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    this.folder = this.path.getParent();
    Path name = folder.resolve("." + this.path.getFileName() + ".lock");
    boolean isNew = !Files.exists(name);
    lock =
        FileChannel.open(
            name, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), rights());
    try {
      if (isNew) {
        FileOwner.like(folder, name);
      }
      lock.lock();
    } catch (IOException failed) {
      lock.close();
      throw failed;
    }
  }

  /** Waits for whoever changes it now. The file need not exist, its folder must. */
  static OwnFile lock(Path path) throws IOException {
    THREADS.lock();
    try {
      return new OwnFile(path);
    } catch (IOException | RuntimeException failed) {
      THREADS.unlock();
      throw failed;
    }
  }

  /** Where it is, symbolic links followed. */
  Path path() {
    return path;
  }

  /** After a power cut the old or the new content is there, whole. */
  void replace(byte[] content) throws IOException {
    Path fresh = Files.createTempFile(folder, "." + path.getFileName(), ".new", rights());
    try {
      try (FileChannel out = FileChannel.open(fresh, Set.of(StandardOpenOption.WRITE))) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      FileOwner.like(Files.exists(path) ? path : folder, fresh);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    if (posix()) {
      // without it a power cut may undo the rename
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      lock.close();
    } finally {
      THREADS.unlock();
    }
  }

  private static FileAttribute<?>[] rights() {
    return posix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
