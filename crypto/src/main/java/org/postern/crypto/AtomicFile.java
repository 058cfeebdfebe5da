package org.postern.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Replaces a file so that a crash or a power cut at any moment leaves the old or the new content,
 * whole: temporary file, fsync, rename, fsync of the folder (without the last one, ext4 and xfs may
 * lose the rename). Thread safe; {@link #write} also beside other processes.
 */
public final class AtomicFile {

  private static final String SUFFIX = ".postern-tmp";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private AtomicFile() {}

  /**
   * Makes or replaces a file while others that change it by this module wait. One that is there
   * keeps owner, group and mode, and a symbolic link to it stays; a new one has mode 0600, and
   * belongs to the owner of its folder where root makes it.
   *
   * @throws IOException where that cannot be; the file is then as it was
   */
  @SuppressWarnings("try") // the lock is held, not used
  public static void write(Path file, byte[] content) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file;
    try (FileLock ignored = FileLock.of(target)) {
      if (Files.exists(target)) {
        replace(target, content);
      } else {
        create(target, content);
      }
    }
  }

  /** Replaces {@code file}; owner, group and mode stay. The caller holds the lock of the file. */
  static void replace(Path file, byte[] content) throws IOException {
    removeLeftovers(file);
    Path fresh = writeBeside(file, content);
    try {
      copyOwnerAndMode(file, fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      sync(file.toAbsolutePath().getParent());
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Makes {@code file} with mode 0600 for the owner of its folder; fails where it exists. */
  static void create(Path file, byte[] content) throws IOException {
    Path fresh = writeBeside(file, content);
    try {
      FolderOwner.give(fresh);
      // a link fails where the name is taken, a rename would replace it
      Files.createLink(file, fresh);
      sync(file.toAbsolutePath().getParent());
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static Path writeBeside(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID() + SUFFIX);
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileAttribute<?>[] mode =
        posix(file)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    try (FileChannel channel = FileChannel.open(fresh, options, mode)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
    return fresh;
  }

  private static void copyOwnerAndMode(Path from, Path to) throws IOException {
    if (!posix(from)) {
      return;
    }
    PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    PosixFileAttributes now = view.readAttributes();
    if (!now.owner().equals(old.owner())) {
      view.setOwner(old.owner());
    }
    if (!now.group().equals(old.group())) {
      view.setGroup(old.group());
    }
    view.setPermissions(old.permissions());
  }

  /**
   * Has what was made, renamed and removed in a folder outlive a power cut; nothing where a system
   * without POSIX rights (Windows) cannot be asked to.
   */
  public static void sync(Path folder) throws IOException {
    if (!posix(folder)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** What a process left behind that was killed before its rename. */
  private static void removeLeftovers(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(folder, "." + file.getFileName() + "-*" + SUFFIX)) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  static boolean posix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
