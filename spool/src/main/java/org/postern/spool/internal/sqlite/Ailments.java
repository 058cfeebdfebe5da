package org.postern.spool.internal.sqlite;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What went wrong and is not mended yet. Thread safe. */
final class Ailments {

  enum Kind {
    /** The file cannot be read as a database. */
    DAMAGED,
    /** The disk refused to read, write or sync. */
    DISK,
    /** Cannot be opened or written. */
    RIGHTS,
    /** The file is not the one that was opened. */
    MOVED,
    /** The disk is full. */
    FULL
  }

  private final Set<Kind> known = ConcurrentHashMap.newKeySet();

  void note(Kind kind) {
    known.add(kind);
  }

  void note(SQLException fault) {
    SqliteFaults.kind(fault).ifPresent(known::add);
  }

  /** True where it was noted; it is not any more. */
  boolean took(Kind kind) {
    return known.remove(kind);
  }

  boolean knows(Kind kind) {
    return known.contains(kind);
  }

  /** True where the session should not be used any longer. */
  boolean ofSession() {
    return known.stream().anyMatch(kind -> kind != Kind.FULL && kind != Kind.DISK);
  }
}
