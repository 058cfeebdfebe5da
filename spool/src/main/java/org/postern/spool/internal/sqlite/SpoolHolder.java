package org.postern.spool.internal.sqlite;

import java.nio.file.Path;
import java.util.OptionalLong;

/** Which process serves a spool, for those that cannot ask it. */
public final class SpoolHolder {

  private SpoolHolder() {}

  /** Empty where none does, or where the folder does not tell. */
  public static OptionalLong of(Path folder) {
    return SpoolLock.holder(folder.toAbsolutePath().normalize());
  }
}
