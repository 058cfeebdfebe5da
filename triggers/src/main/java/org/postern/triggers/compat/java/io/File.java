package org.postern.triggers.compat.java.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.internal.run.CurrentRun;

/** A file that can be asked about and read, never changed. Relative names: the script's folder. */
public final class File extends java.io.File {

  /** By its name. */
  public File(String name) {
    super(CurrentRun.get().files().resolve(name).toString());
  }

  /** In a folder. */
  public File(String folder, String name) {
    this(new java.io.File(folder, name).getPath());
  }

  /** In a folder. */
  public File(java.io.File folder, String name) {
    this(new java.io.File(folder, name).getPath());
  }

  /** Refused: hides the JDK's, which would write one. */
  public static java.io.File createTempFile(String prefix, @Nullable String suffix) {
    throw refused("a temporary file");
  }

  /** Refused: hides the JDK's, which would write one. */
  public static java.io.File createTempFile(
      String prefix, @Nullable String suffix, java.io.@Nullable File folder) {
    throw refused("a temporary file");
  }

  private UnsupportedOperationException refused() {
    return refused(getPath());
  }

  private static UnsupportedOperationException refused(String what) {
    return new UnsupportedOperationException(what + ": scripts do not change files");
  }

  @Override
  public boolean createNewFile() throws IOException {
    throw refused();
  }

  @Override
  public boolean delete() {
    throw refused();
  }

  @Override
  public void deleteOnExit() {
    throw refused();
  }

  @Override
  public boolean mkdir() {
    throw refused();
  }

  @Override
  public boolean mkdirs() {
    throw refused();
  }

  @Override
  public boolean renameTo(java.io.File other) {
    throw refused();
  }

  @Override
  public boolean setLastModified(long time) {
    throw refused();
  }

  @Override
  public boolean setReadOnly() {
    throw refused();
  }

  @Override
  public boolean setWritable(boolean writable, boolean ownerOnly) {
    throw refused();
  }

  @Override
  public boolean setReadable(boolean readable, boolean ownerOnly) {
    throw refused();
  }

  @Override
  public boolean setExecutable(boolean executable, boolean ownerOnly) {
    throw refused();
  }
}
