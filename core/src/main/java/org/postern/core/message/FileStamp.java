package org.postern.core.message;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What a file was when its message was made. A message must be the same bytes at each attempt, and
 * as long as SIZE said, so a file that changed meanwhile ends the attempt.
 */
record FileStamp(Path file, long size, FileTime modified) {

  /** The stamp of a readable regular file. */
  static FileStamp of(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new IOException(file + " is no regular file");
    }
    Files.newInputStream(file).close();
    return new FileStamp(file, attributes.size(), attributes.lastModifiedTime());
  }

  /**
   * @throws IOException naming the file, when it is not what it was
   */
  void check() throws IOException {
    FileStamp now;
    try {
      now = of(file);
    } catch (IOException gone) {
      throw new IOException("cannot read " + file + " again: " + gone, gone);
    }
    if (!now.equals(this)) {
      throw changed();
    }
  }

  IOException changed() {
    return new IOException(file + " changed after the message was made; make the message again");
  }
}
