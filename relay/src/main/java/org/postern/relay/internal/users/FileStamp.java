package org.postern.relay.internal.users;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** By what a changed file is told: a file that is replaced has another key, whatever its time. */
record FileStamp(String key, long size, long modified) {

  /** That of a file that does not exist. */
  static final FileStamp NONE = new FileStamp("", -1, 0);

  static FileStamp of(Path path) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return new FileStamp(
          Objects.toString(now.fileKey()), now.size(), now.lastModifiedTime().toMillis());
    } catch (NoSuchFileException none) {
      return NONE;
    }
  }
}
