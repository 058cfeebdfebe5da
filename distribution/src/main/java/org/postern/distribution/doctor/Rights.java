package org.postern.distribution.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Who may do what with a file; on systems without POSIX rights (Windows) nothing is judged. */
final class Rights {

  private final Path file;
  private final Set<PosixFilePermission> permissions;
  private final String owner;
  private final boolean sticky;

  private Rights(Path file, PosixFileAttributes attributes, boolean sticky) {
    this.file = file;
    this.permissions = attributes.permissions();
    this.owner = attributes.owner().getName();
    this.sticky = sticky;
  }

  /** Of a file that exists, a link followed; empty where there are none to judge. */
  static Optional<Rights> of(Path file) {
    try {
      if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
        return Optional.empty();
      }
      PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
      boolean sticky = ((int) Files.getAttribute(file, "unix:mode") & 01000) != 0;
      return Optional.of(new Rights(file, attributes, sticky));
    } catch (IOException | UnsupportedOperationException unknown) {
      return Optional.empty();
    }
  }

  boolean writableByOthers() {
    return permissions.contains(PosixFilePermission.OTHERS_WRITE) && !sticky;
  }

  boolean readableByOthers() {
    return permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.GROUP_READ);
  }

  /** Others may no longer write. */
  Fix.Mode withoutForeignHands() {
    Set<PosixFilePermission> rest = EnumSet.copyOf(permissions);
    rest.remove(PosixFilePermission.OTHERS_WRITE);
    return new Fix.Mode(file, PosixFilePermissions.toString(rest));
  }

  /** Nobody but the owner may do anything. */
  static Fix.Mode privately(Path file) {
    return new Fix.Mode(file, "rw-------");
  }

  String owner() {
    return owner;
  }

  /** True where nobody but this user, or root, owns it. */
  boolean ownedBy(String user) {
    return owner.equals(user) || owner.equals("root") || user.equals("root");
  }
}
