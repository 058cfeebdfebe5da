package org.postern.spool;

import java.time.Instant;
import java.util.Optional;

/** Names and short texts, shared by all who share the spool. Thread safe. */
public interface Notebook {

  /** What becomes of a page. */
  @FunctionalInterface
  interface Change {

    /**
     * The page as it is to be. May be asked several times, until a transaction with it is
     * committed, and keeps no trace of earlier times.
     *
     * @param page as it is; empty where there is none
     * @param now by the one clock that all who share the spool have
     */
    String of(String page, Instant now);
  }

  /** What was written last under this name. */
  Optional<String> read(String name);

  /** Writes, durable on return; the last writer wins. */
  void write(String name, String text);

  /**
   * Reads and writes with nobody else in between, durable on return.
   *
   * @return the page as it is now
   */
  String change(String name, Change change);

  /**
   * This process among those that deliver from the spool at the same time. Where there is only ever
   * one it is the same after a restart.
   */
  long node();
}
