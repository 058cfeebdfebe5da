package org.postern.triggers.compat.java.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.postern.triggers.internal.run.CurrentRun;

/** Reads a text file in UTF-8 that the run may read. */
public final class FileReader extends java.io.FileReader {

  /** By its name. */
  public FileReader(String name) throws IOException {
    super(CurrentRun.get().files().readable(name).toFile(), StandardCharsets.UTF_8);
  }

  /** A file. */
  public FileReader(java.io.File file) throws IOException {
    this(file.getPath());
  }
}
