package org.postern.core.spi;

import java.util.List;
import java.util.Optional;
import org.postern.core.examination.Examination;
import org.postern.core.examination.Finding;
import org.postern.core.vitals.Ending;
import org.postern.core.vitals.TokenStatus;

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

  /**
   * Gets credentials as {@link #credentials()} does, and says what it saw on the way: a strategy
   * that talks to servers of its own looks at them one by one. Never throws for what it finds.
   *
   * @return the credentials; empty where there are none, which a finding says
   */
  default Optional<Credentials> examine(Examination examination) {
    try {
      return Optional.of(credentials());
    } catch (AuthException none) {
      examination.found(Finding.fault("token", "credentials", String.valueOf(none.getMessage())));
      return Optional.empty();
    }
  }

  /**
   * What of this login ends at a time that can be known ahead. Asked now and then by whoever
   * watches the mailer; may read files, never the network. What cannot be read is left out.
   */
  default List<Ending> endings() {
    return List.of();
  }

  /** How its access token stands; empty where it has none by nature. Does no I/O. */
  default Optional<TokenStatus> tokenStatus() {
    return Optional.empty();
  }

  /** Ends whatever the strategy does in the background; no call follows. */
  @Override
  default void close() {}
}
