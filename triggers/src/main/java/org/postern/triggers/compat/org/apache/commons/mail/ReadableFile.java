package org.postern.triggers.compat.org.apache.commons.mail;

import jakarta.activation.FileDataSource;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import org.postern.triggers.internal.run.CurrentRun;

/**
 * A file that the run may read. Equal to another of the same file, so that an image is embedded
 * once however often a script asks for it. Immutable.
 */
final class ReadableFile extends FileDataSource {

  private ReadableFile(File file) {
    super(file);
  }

  /** The file of this name, where the run may read it. */
  static ReadableFile of(String name) throws IOException {
    return new ReadableFile(CurrentRun.get().files().readable(name).toFile());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    throw new IOException(getFile() + ": scripts do not write files");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReadableFile file && file.getFile().equals(getFile());
  }

  @Override
  public int hashCode() {
    return getFile().hashCode();
  }
}
