package org.postern.distribution.watch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingValues;
import org.postern.distribution.wiring.AlertKeys;
import org.postern.relay.ListenerKeys;

/**
 * All roads that the settings name, each with a queue and a thread of its own, so that a slow one
 * keeps no other back. Thread safe.
 */
public final class Roads implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Map<String, Carrier> carriers = new TreeMap<>();
  private final Duration grace;

  /** None yet. */
  public Roads() {
    this(GRACE);
  }

  /**
   * @param grace how long the end waits for what is under way
   */
  Roads(Duration grace) {
    this.grace = grace;
  }

  /**
   * The roads that the settings name; the log is always one.
   *
   * @param trust whom the webhook's certificate is checked by
   * @throws org.postern.core.settings.SettingsException where one cannot be used
   */
  public static List<Road> of(MailSettings settings, SSLContext trust) {
    SettingValues values = settings.values();
    String host = host(values);
    List<Road> roads = new ArrayList<>();
    roads.add(new LogRoad(host));
    WebhookRoad.of(settings, trust, host).ifPresent(roads::add);
    CommandRoad.of(values, host).ifPresent(roads::add);
    return List.copyOf(roads);
  }

  /** Our name in messages: what the settings say, else what this system says. */
  static String host(SettingValues values) {
    return values
        .find(ListenerKeys.HOSTNAME)
        .or(() -> values.find(CoreKeys.EHLO_NAME))
        .orElseGet(
            () -> {
              try {
                return InetAddress.getLocalHost().getHostName();
              } catch (UnknownHostException nameless) {
                return "localhost";
              }
            });
  }

  /**
   * What can be known of the settings ahead.
   *
   * @throws org.postern.core.settings.SettingsException where one cannot be used
   */
  public static void check(MailSettings settings) {
    WebhookRoad.url(settings);
  }

  /** Goes on by these roads; messages under way keep their place, counts go on. */
  public synchronized void use(List<Road> roads, SettingValues values) {
    List<Duration> retry = values.get(AlertKeys.RETRY);
    for (Road road : roads) {
      carriers.computeIfAbsent(road.name(), name -> new Carrier()).use(road, retry);
    }
    carriers.forEach(
        (name, carrier) -> {
          if (roads.stream().noneMatch(road -> road.name().equals(name))) {
            carrier.rest();
          }
        });
  }

  /** Sends by all roads; does not wait. */
  public synchronized void send(Notice notice) {
    carriers.values().forEach(carrier -> carrier.send(notice));
  }

  /**
   * What a road has done since the start.
   *
   * @param sent messages that got through
   * @param failed messages that were given up
   */
  public record Count(long sent, long failed) {}

  /** By the road's name. */
  public synchronized Map<String, Count> counts() {
    Map<String, Count> counts = new TreeMap<>();
    carriers.forEach((name, carrier) -> counts.put(name, carrier.count()));
    return counts;
  }

  /** Ends, in a few seconds: so long it waits for what is under way. */
  @Override
  public void close() {
    List<Carrier> all;
    synchronized (this) {
      all = List.copyOf(carriers.values());
    }
    long deadline = System.nanoTime() + grace.toNanos();
    all.forEach(carrier -> carrier.close(deadline));
  }
}
