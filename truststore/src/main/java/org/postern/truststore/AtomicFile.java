package org.postern.truststore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Replaces a file so that a reader, or a crash at any moment, meets the old or the new content,
 * whole: temporary file in the same folder, fsync, rename, fsync of the folder. Keeps owner, group
 * and mode of the file that was there. The lock is asked for as proof that nobody else writes.
 */
final class AtomicFile {

  private static final String SUFFIX = ".tmp";
  private static final int UUID_LENGTH = 36;

  private AtomicFile() {}

  /**
   * @param newMode mode of a file that did not exist, {@code rw-r--r--}; ignored where files have
   *     no POSIX modes
   */
  static void write(StoreLock lock, byte[] content, String newMode) throws IOException {
    Path file = lock.store();
    Path folder = file.getParent();
    removeLeftovers(folder, file);
    Path temp = folder.resolve(prefix(file) + UUID.randomUUID() + SUFFIX);
    boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
    try {
      try (FileChannel out =
          FileChannel.open(
              temp,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              tight(posix))) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        if (posix) {
          copyAttributes(file, temp, newMode);
        }
        out.force(true);
      }
      Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temp);
    }
    if (posix) {
      // without it a power cut may undo the rename
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  private static FileAttribute<?>[] tight(boolean posix) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void copyAttributes(Path file, Path temp, String newMode) throws IOException {
    if (!Files.exists(file)) {
      StoreLock.shareWithFolderOwner(temp);
      Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString(newMode));
      return;
    }
    PosixFileAttributes old = Files.readAttributes(file, PosixFileAttributes.class);
    PosixFileAttributes fresh = Files.readAttributes(temp, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(temp, PosixFileAttributeView.class);
    try {
      if (!old.owner().equals(fresh.owner())) {
        view.setOwner(old.owner());
      }
      if (!old.group().equals(fresh.group())) {
        view.setGroup(old.group());
      }
    } catch (FileSystemException e) {
      throw new IOException(
          "its owner "
              + old.owner().getName()
              + ":"
              + old.group().getName()
              + " cannot be kept; run as that user",
          e);
    }
    // after the owner: a change of owner clears bits of the mode
    view.setPermissions(old.permissions());
  }

  /** Temporary files of a run that was killed; nobody else writes while we hold the lock. */
  private static void removeLeftovers(Path folder, Path file) throws IOException {
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            folder,
            entry -> {
              String name = entry.getFileName().toString();
              // the length too: the store "trust" is not to touch the files of "trust.p12"
              return name.startsWith(prefix(file))
                  && name.endsWith(SUFFIX)
                  && name.length() == prefix(file).length() + UUID_LENGTH + SUFFIX.length();
            })) {
      for (Path leftover : all) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  private static String prefix(Path file) {
    return "." + file.getFileName() + ".";
  }
}
