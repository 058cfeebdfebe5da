package org.postern.core.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/** Whom a file is for. Stateless, thread safe. */
public final class FileOwner {

  private FileOwner() {}

  /**
   * What root makes for a server under another account belongs to that account, which could not
   * read it else. Whoever is not root keeps what they made.
   *
   * @param pattern a file or folder of that account
   * @param made what was just made; a symbolic link is looked at itself
   * @throws IOException where an owner cannot be read
   */
  public static void like(Path pattern, Path made) throws IOException {
    UserPrincipal owner = Files.getOwner(pattern);
    if (!owner.equals(Files.getOwner(made, LinkOption.NOFOLLOW_LINKS))) {
      try {
        Files.setOwner(made, owner);
      } catch (FileSystemException notRoot) {
        // it is ours then, in a folder of somebody who lets us write there
      }
    }
  }
}
