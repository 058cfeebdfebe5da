package org.postern.spool.internal.sqlite;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * How an embedded spool is opened.
 *
 * @param serves true for the server, who alone may deliver
 * @param makes true for whoever makes folder and file where there are none
 * @param keepFree bytes of the disk below which no mail is taken in
 * @param patience how long to wait for another program that has the file locked
 * @param clock of due times and leases
 */
public record SqliteOptions(
    Path folder, boolean serves, boolean makes, long keepFree, Duration patience, Clock clock) {

  /** How long another process may keep the file: a group of mails takes it some milliseconds. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);
}
