package org.postern.distribution.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.postern.core.Background;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.core.settings.TestMode;
import org.postern.distribution.wiring.Outgoing;
import org.postern.distribution.wiring.ServerKeys;
import org.postern.relay.DeliveryStatus;
import org.postern.relay.Inlet;
import org.postern.relay.ListenerKeys;
import org.postern.relay.ListenerSettings;
import org.postern.relay.SmtpListener;
import org.postern.spool.Arrival;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.Spool;
import org.postern.spool.SpoolKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners and the delivery by the settings in force, and how those of newer settings take
 * their place: whole, or not at all. What is under way goes to its end by the settings with which
 * it began. Thread safe.
 */
final class Generations implements Inlet {

  private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

  /** What cannot change while the server runs. */
  private static final List<SettingKey<?>> AT_START =
      List.of(
          SpoolKeys.FOLDER, SpoolKeys.KEEP_FREE, ServerKeys.HEALTH_LISTEN, ServerKeys.HEALTH_TOKEN);

  private final Spool spool;
  private final Path folder;
  private final ChangedFiles files = new ChangedFiles();
  private final ExecutorService background = Background.executor();

  private volatile Loaded loaded;
  private volatile Outgoing outgoing;
  private volatile Incoming incoming;

  /** The last success of deliveries that were put away. */
  private volatile Optional<Instant> before = Optional.empty();

  private Generations(Spool spool, Path folder, Loaded first) throws IOException {
    this.spool = spool;
    this.folder = folder;
    this.loaded = first;
    this.outgoing = first.outgoing().apply(spool, reporter(first));
    try {
      this.incoming = Incoming.start(first, folder, this);
    } catch (IOException | RuntimeException failed) {
      end(outgoing, Duration.ZERO);
      throw failed;
    }
    files.applied(first.files());
  }

  /** Listens and delivers; where one of them cannot be, neither is. */
  static Generations start(Spool spool, Path folder, Loaded first) throws IOException {
    return new Generations(spool, folder, first);
  }

  /**
   * What can be known of settings before anything is changed.
   *
   * @throws org.postern.core.settings.SettingsException with what is wrong
   */
  static void check(Loaded loaded, Path folder) {
    ListenerSettings.of(loaded.settings(), folder);
    HealthServer.check(loaded.settings().values());
  }

  @Override
  public Intake receive() {
    return outgoing.delivery().receive();
  }

  @Override
  public MailId commit(Intake intake, Arrival arrival) {
    return outgoing.delivery().commit(intake, arrival);
  }

  /**
   * Puts newer settings in the place of those in force.
   *
   * @return the settings that were changed, and count only from the next start on
   * @throws org.postern.core.settings.SettingsException where they cannot be used: those in force
   *     stay so
   * @throws IOException where an address cannot be had: as before
   */
  synchronized List<String> apply(Loaded fresh) throws IOException {
    check(fresh, folder);
    Outgoing next = fresh.outgoing().apply(spool, reporter(fresh));
    try {
      listenAsIn(fresh);
    } catch (IOException | RuntimeException refused) {
      background.execute(() -> end(next, RelayServer.stopWithin(fresh)));
      throw refused;
    }
    Outgoing last = outgoing;
    before = delivery().lastSuccess();
    Duration patience = RelayServer.stopWithin(loaded);
    outgoing = next;
    background.execute(() -> end(last, patience));
    List<String> later =
        AT_START.stream().filter(key -> differs(key, fresh)).map(SettingKey::name).toList();
    loaded = fresh;
    files.applied(fresh.files());
    return later;
  }

  /** Listeners that need not change go on undisturbed. */
  private void listenAsIn(Loaded fresh) throws IOException {
    if (!Incoming.plan(fresh, folder).equals(incoming.plan())) {
      incoming = incoming.changedTo(fresh, folder);
    }
  }

  /** Ends the listeners, then the delivery, within the time that the settings give. */
  synchronized void end() {
    Duration within = RelayServer.stopWithin(loaded);
    long begun = System.nanoTime();
    stop(incoming.listener(), within);
    Duration left = within.minusNanos(System.nanoTime() - begun);
    end(outgoing, left.isNegative() ? Duration.ZERO : left);
    background.shutdown();
    try {
      // generations that a reload put away
      background.awaitTermination(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says in the log when files are not what is in force. */
  void lookAtFiles() {
    files.look();
  }

  Incoming incoming() {
    return incoming;
  }

  /** Whom mail does not reach, in words; empty where it goes to its recipients. */
  Optional<String> testMode() {
    return loaded.settings().testMode().map(TestMode::inWords);
  }

  DeliveryStatus delivery() {
    DeliveryStatus now = outgoing.delivery().status();
    return now.lastSuccess().isPresent() || before.isEmpty()
        ? now
        : new DeliveryStatus(
            now.underWay(),
            now.held(),
            now.diagnosis(),
            now.nextTry(),
            before,
            now.dayFullAt(),
            now.totals());
  }

  private static void stop(SmtpListener listener, Duration within) {
    try {
      listener.stop(within);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** The mailer last: what is under way uses it. */
  private static void end(Outgoing outgoing, Duration within) {
    try {
      if (!outgoing.delivery().stop(within)) {
        LOG.warn("Mail was still under way; it stays in the spool, and may arrive twice");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      outgoing.mailer().close();
    }
  }

  private boolean differs(SettingKey<?> key, Loaded fresh) {
    SettingValues now = loaded.settings().values();
    return !now.find(key).equals(fresh.settings().values().find(key));
  }

  private static String reporter(Loaded loaded) {
    SettingValues values = loaded.settings().values();
    return values
        .find(ListenerKeys.HOSTNAME)
        .or(() -> values.find(CoreKeys.EHLO_NAME))
        .orElse("localhost");
  }
}
