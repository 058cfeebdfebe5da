package org.postern.spool.internal.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a spool: mail of others stands in it, so nobody else may look into it. */
record SpoolFolder(Path path) {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolFolder.class);
  private static final Set<String> FLEETING = Set.of("tmpfs", "ramfs", "overlay", "aufs");

  /** Makes the folder where there is none. */
  static SpoolFolder of(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    SpoolFolder folder = new SpoolFolder(whole);
    try {
      if (!Files.isDirectory(whole)) {
        make(whole);
      }
      // the same folder has the same name, however it was reached
      folder = new SpoolFolder(whole.toRealPath());
      folder.look();
      return folder;
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
    likeItsFolder(folder);
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
    try {
      Object key = Files.readAttributes(database(), BasicFileAttributes.class).fileKey();
      return key == null ? database() : key;
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
      likeItsFolder(file);
    } catch (FileAlreadyExistsException another) {
      // another process was quicker
    }
  }

  /** What root makes for a server under another account belongs to that account. */
  private static void likeItsFolder(Path file) throws IOException {
    var owner = Files.getOwner(file.getParent());
    if (!owner.equals(Files.getOwner(file, LinkOption.NOFOLLOW_LINKS))) {
      try {
        Files.setOwner(file, owner);
      } catch (FileSystemException notRoot) {
        // it is ours then, in a folder of somebody who lets us write there
      }
    }
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
            + "); let it belong to the account that runs Postern, on a disk that can be written",
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
