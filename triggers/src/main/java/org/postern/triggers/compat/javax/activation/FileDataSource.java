package org.postern.triggers.compat.javax.activation;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import org.postern.triggers.internal.run.CurrentRun;

/**
 * A file that the run may read, as a data source. Equal to another of the same file, so that an
 * image is embedded once however often a script asks for it. Immutable.
 */
public final class FileDataSource extends jakarta.activation.FileDataSource {

  /** A file. */
  public FileDataSource(File file) throws IOException {
    this(file.getPath());
  }

  /** A file, from the script's folder. */
  public FileDataSource(String name) throws IOException {
    super(CurrentRun.get().files().readable(name).toFile());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    throw new IOException(getFile() + ": scripts do not write files");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileDataSource file && file.getFile().equals(getFile());
  }

  @Override
  public int hashCode() {
    return getFile().hashCode();
  }
}
