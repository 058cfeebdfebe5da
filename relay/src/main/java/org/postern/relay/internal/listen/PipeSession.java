package org.postern.relay.internal.listen;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;

/** One session through a pipe. */
public final class PipeSession {

  private PipeSession() {}

  /**
   * Speaks until QUIT or the end of the input.
   *
   * @param caller who speaks, for people
   */
  public static void run(String caller, InputStream in, OutputStream out, Rules rules, Door door)
      throws IOException {
    Clock clock = Clock.systemDefaultZone();
    LoginGuard nobodyLogsIn = new LoginGuard(clock, Duration.ZERO);
    new Session(new Pipe(caller, in, out), rules, door, nobodyLogsIn, clock).run();
  }
}
