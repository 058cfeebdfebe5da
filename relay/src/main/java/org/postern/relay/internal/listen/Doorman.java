package org.postern.relay.internal.listen;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a client why it may not come in. The log hears of each address once a minute, and of no
 * more than a hundred: whoever knocks without end must not fill it. Thread safe.
 */
final class Doorman {

  private static final Logger LOG = LoggerFactory.getLogger(Doorman.class);
  private static final Duration WHILE = Duration.ofMinutes(1);
  private static final int MOST_TOLD = 100;

  private final Clock clock;
  private final Set<InetAddress> told = new HashSet<>();
  private Instant begun = Instant.MIN;
  private long untold;

  Doorman(Clock clock) {
    this.clock = clock;
  }

  /**
   * One short line into an empty buffer, which never blocks, and the end. A client that is gone
   * already is no fault of anybody here.
   */
  void turnAway(Socket socket, Reply why) {
    InetAddress address = socket.getInetAddress();
    try (socket) {
      tell(address, why);
      socket.getOutputStream().write((why.line() + "\r\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException gone) {
      gone(socket, gone);
    }
  }

  /** It went before anything could be said. */
  static void gone(Socket socket, IOException gone) {
    LOG.debug("{} is gone", socket, gone);
    try {
      socket.close();
    } catch (IOException already) {
      LOG.debug("Closing {}", socket, already);
    }
  }

  private synchronized void tell(InetAddress address, Reply why) {
    Instant now = clock.instant();
    if (now.isBefore(begun) || !now.isBefore(begun.plus(WHILE))) {
      if (untold > 0) {
        LOG.info("{} more turned away in the minute from {} on", untold, begun);
      }
      begun = now;
      untold = 0;
      told.clear();
    }
    if (told.size() < MOST_TOLD && told.add(address)) {
      LOG.info("{} turned away: {}", Client.literal(address), why);
    } else {
      untold++;
    }
  }
}
