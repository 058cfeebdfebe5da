package org.postern.core.examination;

import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * What a strategy is handed when the whole way is examined: it adds what it finds on its own part
 * of the way. Used on one thread, during the call it was handed to.
 */
public interface Examination {

  /** Adds a finding; the time since the one before is noted with it. */
  void found(Finding finding);

  /**
   * Looks at another server's name, addresses and TLS, and adds what it finds. Sends nothing but
   * the TLS handshake.
   *
   * @param whose what the server is, for the names of the steps: "token endpoint"
   * @param trust for the handshake
   * @return true where nothing is in the way of talking to it
   */
  boolean reachesByTls(String whose, String host, int port, SSLContext trust);

  /** As {@link #reachesByTls}, for a server that is talked to without TLS. */
  boolean reaches(String whose, String host, int port);

  /** The longest that one step may take: a strategy gives up its own steps after it, too. */
  Duration patience();

  /** Another user name that these credentials may be good for: tried where the set one fails. */
  void mayBeCalled(String user);
}
