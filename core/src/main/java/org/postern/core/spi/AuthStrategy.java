package org.postern.core.spi;

/**
 * How to log in to the mail server: hands out credentials as values and never touches the mail
 * server's socket. Thread safe.
 */
public interface AuthStrategy extends AutoCloseable {

  /**
   * The credentials for one connection. Asked once for each connection that is opened; may block on
   * I/O of its own within its own time limits.
   *
   * @throws AuthException when there are none to be had
   */
  Credentials credentials() throws AuthException;

  /**
   * Told that the server refused the credentials of a connection.
   *
   * @return true to be asked for credentials once more, for one further attempt on a new connection
   */
  default boolean refreshAfter(AuthRefusal refusal) {
    return false;
  }

  /** Ends whatever the strategy does in the background; no call follows. */
  @Override
  default void close() {}
}
