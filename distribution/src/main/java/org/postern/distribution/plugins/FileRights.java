package org.postern.distribution.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Whoever can write a plug-in's jar can read every password. So nobody but the owner of the process
 * or root may. Systems without POSIX rights (Windows) are not judged.
 */
final class FileRights {

  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path root;

  /** The plug-in folder; nothing may lie outside of it. */
  FileRights(Path root) {
    this.root = root;
  }

  /** The rights and the place of a folder or jar. */
  void check(Path path) throws IOException {
    Path real = path.toRealPath();
    if (!real.startsWith(root.toRealPath())) {
      throw new PluginException(
          path + " is a link that leads out of the plug-in folder, to " + real + "; copy it there");
    }
    if (!Files.getFileStore(real).supportsFileAttributeView("posix")) {
      return;
    }
    PosixFileAttributes rights =
        Files.readAttributes(real, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (rights.permissions().stream().anyMatch(OTHERS::contains)) {
      throw new PluginException(path + " can be written by others; run: chmod go-w '" + path + "'");
    }
    String owner = rights.owner().getName();
    if (!owner.equals("root") && !owner.equals(System.getProperty("user.name"))) {
      throw new PluginException(path + " belongs to " + owner + "; run: chown root '" + path + "'");
    }
  }
}
