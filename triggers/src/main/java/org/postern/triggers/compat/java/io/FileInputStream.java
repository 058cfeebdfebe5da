package org.postern.triggers.compat.java.io;

import java.io.IOException;
import org.postern.triggers.internal.run.CurrentRun;

/** Reads a file that the run may read. */
public final class FileInputStream extends java.io.FileInputStream {

  /** By its name. */
  public FileInputStream(String name) throws IOException {
    super(CurrentRun.get().files().readable(name).toFile());
  }

  /** A file. */
  public FileInputStream(java.io.File file) throws IOException {
    this(file.getPath());
  }
}
