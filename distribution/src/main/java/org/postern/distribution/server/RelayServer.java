package org.postern.distribution.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.postern.core.Background;
import org.postern.core.settings.SettingsException;
import org.postern.core.settings.SettingsProblem;
import org.postern.core.settings.TestMode;
import org.postern.distribution.output.ShownAddress;
import org.postern.distribution.wiring.AlertKeys;
import org.postern.distribution.wiring.ServerKeys;
import org.postern.relay.DeliveryStatus;
import org.postern.relay.SmtpListener;
import org.postern.relay.deliver.Delivery;
import org.postern.spool.Queue;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolKeys;
import org.postern.spool.sql.Spools;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay as a server: takes mail in, keeps it, and takes it out, until it is stopped. Thread
 * safe.
 */
public final class RelayServer {

  private static final Logger LOG = LoggerFactory.getLogger(RelayServer.class);

  private final Spool spool;
  private final Generations generations;
  private final Vigil vigil;
  private final Loaded.Loader loader;
  private final Instant since = Instant.now();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ScheduledExecutorService clock = Background.clockwork("postern-watch");
  private final List<AutoCloseable> doors = new ArrayList<>();
  private volatile boolean stopping;

  private RelayServer(
      Spool spool,
      Generations generations,
      Loaded.Loader loader,
      WatchFile file,
      WatchFile.State before) {
    this.spool = spool;
    this.generations = generations;
    this.loader = loader;
    this.vigil = new Vigil(generations, this::status, file, before, Clock.systemUTC());
  }

  /**
   * Reads the settings, opens the spool, listens and delivers; ready when it returns.
   *
   * @param folder of the settings
   * @throws SettingsException with every problem; nothing was started
   * @throws SpoolException where the spool cannot be used; nothing was started
   * @throws IOException where an address cannot be had; nothing goes on
   */
  public static RelayServer start(Loaded.Loader loader, Path folder) throws IOException {
    Loaded first = loader.load();
    Spool spool = Spools.open(first.settings().values());
    WatchFile file = WatchFile.in(first.settings().values().get(SpoolKeys.FOLDER));
    WatchFile.State before = file.read();
    Generations generations;
    try {
      generations = Generations.start(spool, folder, first, before.lastSuccess());
    } catch (IOException | RuntimeException failed) {
      spool.close();
      throw failed;
    }
    RelayServer server = new RelayServer(spool, generations, loader, file, before);
    try {
      server.open(first);
      return server;
    } catch (IOException | RuntimeException failed) {
      server.stop();
      throw failed;
    }
  }

  private void open(Loaded first) throws IOException {
    HealthServer.start(first.settings().values(), this::status)
        .ifPresent(
            health -> {
              doors.add(health);
              LOG.info("Health and metrics are at http://{}", ShownAddress.of(health.address()));
            });
    Path home = first.settings().values().get(SpoolKeys.FOLDER);
    ControlServer control =
        ControlServer.start(
            home,
            Map.of(
                "/reload",
                this::reload,
                "/try",
                this::tryNow,
                "/status",
                () -> Answer.text(200, StatusText.of(status()))));
    doors.add(control);
    clock.scheduleWithFixedDelay(control::keep, 1, 1, TimeUnit.SECONDS);
    long pause = first.settings().values().get(AlertKeys.LOOK_EVERY).toNanos();
    clock.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.NANOSECONDS);
  }

  private void look() {
    generations.lookAtFiles();
    vigil.look();
  }

  /** Where it listens. */
  public List<String> addresses() {
    return generations.incoming().addresses();
  }

  /** How it stands. */
  public ServerStatus status() {
    DeliveryStatus delivery = generations.delivery();
    Optional<Queue.Counts> counts = Optional.empty();
    Optional<Instant> behind = Optional.empty();
    Optional<String> fault = Optional.empty();
    try {
      counts = Optional.of(spool.queue().counts());
      behind = spool.queue().oldestAfter(delivery.lastSuccess().orElse(Instant.EPOCH));
      fault = spool.refusal().map(SpoolException::getMessage);
    } catch (SpoolException unusable) {
      fault = Optional.of(String.valueOf(unusable.getMessage()));
    }
    SmtpListener.Status listener = generations.incoming().listener().status();
    return new ServerStatus(
        since,
        stopping,
        addresses(),
        listener,
        delivery,
        generations.mailer(),
        counts,
        behind,
        fault,
        generations.settings().testMode().map(TestMode::inWords),
        vigil.watched());
  }

  /** Reads the settings anew and puts them in force, or says what is wrong with them. */
  private Answer reload() {
    try {
      List<String> later = generations.apply(loader.load());
      vigil.settingsApplied();
      LOG.info("The settings were read anew and are in force");
      if (later.isEmpty()) {
        return Answer.text(200, "The settings were read anew and are in force.");
      }
      LOG.warn("These settings count only after a restart: {}", later);
      return Answer.text(
          200,
          "The settings were read anew and are in force, but these count only after a restart: "
              + String.join(", ", later));
    } catch (SettingsException refused) {
      LOG.error("The settings were read anew and cannot be used; those before stay in force:");
      refused.problems().forEach(problem -> LOG.error("  {}", problem));
      return Answer.text(
          409,
          refused.problems().stream()
              .map(SettingsProblem::toString)
              .collect(Collectors.joining("\n")));
    } catch (IOException taken) {
      LOG.error("The settings before stay in force: {}", taken.getMessage());
      return Answer.text(409, String.valueOf(taken.getMessage()));
    }
  }

  /** Tries a held way at once; says nothing where none is held. */
  private Answer tryNow() {
    Delivery delivery = generations.outgoing().delivery();
    Optional<String> held = delivery.status().held();
    delivery.tryNow();
    return Answer.text(
        200,
        held.map(why -> "All mail waits, and one mail tries the way now. It was held: " + why)
            .orElse(""));
  }

  /** Waits until it is stopped. */
  public void await() throws InterruptedException {
    stopped.await();
  }

  /**
   * Takes no more mail, waits for what is on its way in or out for as long as the settings say, and
   * leaves the rest in the spool. The first call does it; all return when it is done.
   */
  public void stop() {
    synchronized (stopped) {
      if (stopping) {
        return;
      }
      stopping = true;
      clock.shutdownNow();
      vigil.close();
      generations.end();
      doors.forEach(RelayServer::close);
      spool.close();
    }
    stopped.countDown();
  }

  private static void close(AutoCloseable door) {
    try {
      door.close();
    } catch (Exception failed) {
      LOG.warn("A part of the server did not end cleanly", failed);
    }
  }

  static Duration stopWithin(Loaded loaded) {
    return loaded.settings().values().get(ServerKeys.STOP_WITHIN);
  }
}
