package org.postern.crypto;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/** Whom a new file is for: the account whose folder it is in, which root may not be. */
final class FolderOwner {

  private FolderOwner() {}

  /**
   * What root makes in the folder of a service belongs to the service, which could not read it
   * else; whoever is not root keeps what they made. Nothing where files have no POSIX rights.
   */
  static void give(Path file) throws IOException {
    if (!AtomicFile.posix(file)) {
      return;
    }
    UserPrincipal owner = Files.getOwner(file.toAbsolutePath().getParent());
    if (!owner.equals(Files.getOwner(file, LinkOption.NOFOLLOW_LINKS))) {
      try {
        Files.setOwner(file, owner);
      } catch (FileSystemException notRoot) {
        // it is ours then, in a folder of somebody who lets us write there
      }
    }
  }
}
