package org.postern.distribution.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the service stands (sd_notify), where it is systemd that started it. Java 17
 * has no datagram sockets of the kind that systemd listens on, so its own command tells it.
 */
public final class Supervisor {

  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final boolean present;

  private Supervisor(boolean present) {
    this.present = present;
  }

  /** The one that these environment variables name, if any. */
  public static Supervisor of(Map<String, String> environment) {
    return new Supervisor(!environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty());
  }

  /** Mail is taken from now on. */
  public void ready(String status) {
    tell("--ready", "--status=" + status);
  }

  /** The end has begun. */
  public void stopping() {
    tell("STOPPING=1");
  }

  private void tell(String... arguments) {
    if (!present) {
      return;
    }
    List<String> line = new ArrayList<>(List.of("systemd-notify"));
    line.addAll(List.of(arguments));
    try {
      Process told =
          new ProcessBuilder(line)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!told.waitFor(10, TimeUnit.SECONDS) || told.exitValue() != 0) {
        told.destroyForcibly();
        LOG.warn("systemd was not told {}: systemd-notify failed", List.of(arguments));
      }
    } catch (IOException absent) {
      LOG.warn("systemd was not told {}: {}", List.of(arguments), absent.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
