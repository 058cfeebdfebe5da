package org.postern.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Refuses a key ring that somebody else could read or put there. */
final class KeyRingSafety {

  private static final Set<PosixFilePermission> OWNERS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private KeyRingSafety() {}

  static void check(Path file) {
    if (Files.isSymbolicLink(file)) {
      throw new CryptoException(
          "the key ring " + file + " is a symbolic link; name the file itself in the settings");
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new CryptoException(
          "there is no key ring "
              + file
              + "; restore it from its backup, or make a new one with"
              + " `postern keys init` and enter the secrets again");
    }
    if (!AtomicFile.posix(file)) {
      return;
    }
    try {
      PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
      if (!OWNERS.containsAll(attributes.permissions())) {
        throw new CryptoException("others may read or change the key ring; run: chmod 600 " + file);
      }
      String owner = attributes.owner().getName();
      String user = System.getProperty("user.name");
      if (!owner.equals(user) && !owner.equals("root")) {
        throw new CryptoException(
            "the key ring belongs to "
                + owner
                + ", not to "
                + user
                + "; run: chown "
                + user
                + " "
                + file);
      }
      checkFolder(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new CryptoException("the rights of " + file + " cannot be read", e);
    }
  }

  private static void checkFolder(Path folder) throws IOException {
    boolean open = Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
    boolean sticky = ((int) Files.getAttribute(folder, "unix:mode") & 01000) != 0;
    if (open && !sticky) {
      throw new CryptoException(
          "everybody may replace files in the key ring's folder; run: chmod o-w " + folder);
    }
  }
}
