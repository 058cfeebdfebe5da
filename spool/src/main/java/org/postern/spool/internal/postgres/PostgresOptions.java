package org.postern.spool.internal.postgres;

import java.time.Duration;

/**
 * How a shared spool is reached.
 *
 * @param url {@code jdbc:postgresql://host/database}
 * @param serves true for a node that delivers
 * @param patience how long to wait for a connection
 */
public record PostgresOptions(
    String url, String user, String password, boolean serves, Duration patience) {

  /** The same for one who looks after nothing but its own. */
  PostgresOptions asGuest() {
    return new PostgresOptions(url, user, password, false, patience);
  }

  @Override
  public String toString() {
    return url;
  }
}
