package org.postern.distribution.wiring;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;

/** The keys of {@code postern run} that are neither those of its listeners nor of its delivery. */
public final class ServerKeys {

  // first: the defaults of the keys below are parsed by it
  private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[0-9.]+):(\\d{1,5})");

  /** How long a stop waits. */
  public static final SettingKey<Duration> STOP_WITHIN =
      SettingKey.duration("postern.relay.stop_within", Duration.ZERO, Duration.ofMinutes(10))
          .withDefault("20s")
          .describedAs(
              "How long `postern run` waits at its end for mail that is on its way in or out. What"
                  + " is not done by then stays in the spool, or with its client.");

  /** Where health and metrics are served. */
  public static final SettingKey<Optional<InetSocketAddress>> HEALTH_LISTEN =
      SettingKey.of("postern.health.listen", "address:port | none", ServerKeys::address)
          .withDefault("127.0.0.1:2580")
          .describedAs(
              "Where `postern run` serves /livez, /readyz and /metrics (Prometheus) by HTTP; none:"
                  + " nowhere. Beyond this host it needs postern.health.token.");

  /** What a scraper beyond this host must know. */
  public static final SettingKey<Secret> HEALTH_TOKEN =
      SettingKey.secret("postern.health.token")
          .describedAs(
              "The bearer token that /readyz and /metrics ask for, 16 characters or more; default:"
                  + " none is asked for. /livez never asks.");

  /** When waiting mail is too old. */
  public static final SettingKey<Duration> STUCK_AFTER =
      SettingKey.duration("postern.status.stuck_after", Duration.ofSeconds(1), Duration.ofDays(30))
          .withDefault("1h")
          .describedAs(
              "Mail that has waited longer than this makes `postern status` exit with 5 where no mail"
                  + " was delivered since it came, and else with 15.");

  private ServerKeys() {}

  /** All of them. */
  public static List<SettingKey<?>> all() {
    return List.of(STOP_WITHIN, HEALTH_LISTEN, HEALTH_TOKEN, STUCK_AFTER);
  }

  private static Optional<InetSocketAddress> address(String text) {
    if (text.equalsIgnoreCase("none")) {
      return Optional.empty();
    }
    Matcher parts = ADDRESS.matcher(text);
    if (parts.matches()) {
      int port = Integer.parseInt(parts.group(2));
      try {
        // digits, dots and colons alone: no name is looked up
        InetAddress host = InetAddress.getByName(parts.group(1));
        if (port <= 65535) {
          return Optional.of(new InetSocketAddress(host, port));
        }
      } catch (UnknownHostException noAddress) {
        // answered below
      }
    }
    throw SettingKey.invalid(
        text,
        "neither none nor an address with a port",
        "write it as 127.0.0.1:2580 or [::1]:2580");
  }
}
