package org.postern.relay.internal.users;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Replaces a file that only its owner may read; after a power cut the old or the new one is there.
 * One that root makes or replaces for a server under another account belongs to that account.
 */
final class OwnFile {

  private OwnFile() {}

  static void replace(Path file, byte[] content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path fresh = Files.createTempFile(folder, "." + file.getFileName(), ".new", rights());
    try {
      try (FileChannel out = FileChannel.open(fresh, Set.of(StandardOpenOption.WRITE))) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      giveToOwner(Files.exists(file) ? file : folder, fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      // without it a power cut may undo the rename
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    }
  }

  private static void giveToOwner(Path of, Path fresh) throws IOException {
    UserPrincipal owner = Files.getOwner(of);
    if (!owner.equals(Files.getOwner(fresh))) {
      try {
        Files.setOwner(fresh, owner);
      } catch (FileSystemException notRoot) {
        // it is ours then, in a folder of somebody who lets us write there
      }
    }
  }

  private static FileAttribute<?>[] rights() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
