package org.postern.distribution.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.postern.distribution.output.Sizes;
import org.postern.distribution.server.ControlClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the mail server as the running server has it, for commands that do their work without
 * one too: empty answers where none runs or it does not answer.
 */
final class Route {

  private static final Logger LOG = LoggerFactory.getLogger(Route.class);

  private Route() {}

  /** Why all mail waits, and until when; empty where it need not. */
  static Optional<String> held(PosternCommand postern, Instant now) {
    try {
      Optional<ControlClient> server = server(postern);
      return server.isEmpty() ? Optional.empty() : server.get().status().flatMap(s -> held(s, now));
    } catch (IOException silent) {
      LOG.debug("The server was not asked", silent);
      return Optional.empty();
    }
  }

  private static Optional<String> held(Map<String, String> status, Instant now) {
    return Optional.ofNullable(status.get("held"))
        .map(
            why -> {
              Instant next = Instant.parse(status.getOrDefault("next_try", now.toString()));
              Duration left = Duration.between(now, next);
              return "All mail waits, the next try is "
                  + (left.isNegative() || left.isZero() ? "now" : "in " + Sizes.time(left))
                  + ": "
                  + LogLayout.escaped(why);
            });
  }

  /** Lets the server try a way that is held at once; what it says of that. */
  static Optional<String> tryNow(PosternCommand postern) {
    try {
      Optional<ControlClient> server = server(postern);
      return server.isEmpty()
          ? Optional.empty()
          : server.get().tryNow().filter(ControlClient.Said::ok).map(ControlClient.Said::text);
    } catch (IOException silent) {
      LOG.debug("The server was not asked", silent);
      return Optional.empty();
    }
  }

  private static Optional<ControlClient> server(PosternCommand postern) throws IOException {
    return ControlClient.of(SpoolOfSettings.folder(postern));
  }
}
