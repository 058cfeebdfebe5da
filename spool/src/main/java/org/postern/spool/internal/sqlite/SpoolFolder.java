package org.postern.spool.internal.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.postern.core.files.FileOwner;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a spool: mail of others stands in it, so nobody else may look into it. */
record SpoolFolder(Path path) {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolFolder.class);
  private static final Set<String> FLEETING = Set.of("tmpfs", "ramfs", "overlay", "aufs");

  /**
   * The folder of a spool.
   *
   * @param makes true where one is made if there is none; false where a spool that is not there is
   *     to be told of, of kind {@link Kind#ABSENT}
   */
  static SpoolFolder of(Path path, boolean makes) {
    Path whole = path.toAbsolutePath().normalize();
    SpoolFolder folder = new SpoolFolder(whole);
    try {
      if (makes && !Files.isDirectory(whole)) {
        make(whole);
      }
      // the same folder has the same name, however it was reached
      folder = new SpoolFolder(whole.toRealPath());
      if (!Files.isExecutable(folder.path)) {
        throw new AccessDeniedException(folder.path.toString());
      }
      if (makes || Files.exists(folder.database())) {
        folder.look();
      }
      return folder;
    } catch (NoSuchFileException none) {
      throw folder.absent();
    } catch (IOException failed) {
      throw folder.unusable("the spool's folder " + whole + " cannot be used", failed);
    }
  }

  private static void make(Path folder) throws IOException {
    Files.createDirectories(folder.getParent());
    if (posix(folder.getParent())) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectory(folder);
    }
    FileOwner.like(folder.getParent(), folder);
  }

  private void look() throws IOException {
    String type = Files.getFileStore(path).type();
    if (FLEETING.contains(type)) {
      LOG.warn(
          "The spool {} is on {}, which does not outlive a restart of the machine or container: mail"
              + " that was taken in would be lost. Name a folder on a disk or volume in"
              + " postern.spool.folder",
          path,
          type);
    }
    if (posix(path)) {
      String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
      if (!rights.endsWith("------")) {
        LOG.warn("Others may look into the spool {}, or write there: chmod 700 {}", path, path);
      }
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** To be kept: to find it out, the system's table of mounts is read. */
  FileStore disk() {
    try {
      return Files.getFileStore(path);
    } catch (IOException failed) {
      throw unusable("the disk of " + path + " is unknown", failed);
    }
  }

  Path database() {
    return file("spool.db");
  }

  Path doneLog() {
    return file("spool.done");
  }

  /** Which file the database is now, whatever its name; something else where there is none. */
  Object identity() {
    return identity(database());
  }

  /** Which file or folder this is now, whatever its name; something else where there is none. */
  static Object identity(Path path) {
    try {
      Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return key == null ? path : key;
    } catch (IOException gone) {
      return "no file";
    }
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** Makes an empty file for its owner alone; nothing where it is there. */
  void create(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    try {
      if (posix(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
      FileOwner.like(file.getParent(), file);
    } catch (FileAlreadyExistsException another) {
      // another process was quicker
    }
  }

  /** Whoever only looks finds nothing, and leaves nothing behind. */
  SpoolException absent() {
    return new SpoolException(
        Kind.ABSENT,
        "there is no spool in "
            + path
            + (Files.isDirectory(path) ? " (no spool.db)" : " (no such folder)")
            + "; is postern.spool.folder right, and the disk mounted? A new one is made by the first"
            + " `postern run`, or the first mail by postern-sendmail");
  }

  /** It was there before. */
  SpoolException gone() {
    return new SpoolException(
        Kind.UNUSABLE,
        "the spool's folder "
            + path
            + " is gone; mount its disk, or put the folder back, then all goes on by itself");
  }

  /** Something else is where it was. */
  SpoolException exchanged() {
    return new SpoolException(
        Kind.UNUSABLE,
        "the spool's folder "
            + path
            + " was exchanged: another one is there than when the server started, perhaps the empty"
            + " place where its disk was mounted; mount the disk, or put the old folder back, then"
            + " all goes on by itself (a restart would begin with what is there now)");
  }

  /** True where the place of the folder is known to be empty, whatever the rights. */
  boolean isGone() {
    return Files.notExists(path);
  }

  /** As {@link #unusable}, of a folder that was there before. */
  SpoolException lost(String what, IOException why) {
    return isGone() ? gone() : unusable(what, why);
  }

  SpoolException unusable(String what, IOException why) {
    String reason =
        why instanceof AccessDeniedException
            ? "no rights for user " + System.getProperty("user.name") + ownedBy()
            : why instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(why.getMessage());
    if (reason.contains("No space left") || reason.contains("quota exceeded")) {
      return new SpoolException(
          Kind.FULL, what + ": the disk or quota of " + path + " is full; make room there", why);
    }
    return new SpoolException(
        Kind.UNUSABLE,
        what
            + " ("
            + reason
            + "); run this as the account that it belongs to, or let it belong to the account that"
            + " runs Postern, on a disk that can be written",
        why);
  }

  private String ownedBy() {
    try {
      return ", it belongs to " + Files.getOwner(path).getName();
    } catch (IOException hidden) {
      return "";
    }
  }
}
