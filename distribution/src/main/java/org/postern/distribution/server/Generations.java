package org.postern.distribution.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.postern.core.Background;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.core.vitals.Ending;
import org.postern.core.vitals.MailerStatus;
import org.postern.distribution.wiring.AlertKeys;
import org.postern.distribution.wiring.Outgoing;
import org.postern.distribution.wiring.ServerKeys;
import org.postern.relay.DeliveryStatus;
import org.postern.relay.Inlet;
import org.postern.relay.ListenerKeys;
import org.postern.relay.SmtpListener;
import org.postern.relay.deliver.Delivery;
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
          SpoolKeys.FOLDER,
          SpoolKeys.KEEP_FREE,
          SpoolKeys.URL,
          SpoolKeys.USER,
          SpoolKeys.PASSWORD,
          ServerKeys.HEALTH_LISTEN,
          ServerKeys.HEALTH_TOKEN,
          AlertKeys.LOOK_EVERY);

  /** For the connections of those that were cut off at the end. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Spool spool;
  private final Path folder;
  private final SettingValues atStart;
  private final ChangedFiles files = new ChangedFiles();
  private final ExecutorService background = Background.executor();

  private volatile Loaded loaded;
  private volatile Outgoing outgoing;
  private volatile Incoming incoming;

  private final Ledger ledger;

  private Generations(Spool spool, Path folder, Loaded first, Optional<Instant> lastSuccess)
      throws IOException {
    this.ledger = new Ledger(lastSuccess);
    this.spool = spool;
    this.folder = folder;
    this.atStart = first.settings().values();
    this.loaded = first;
    this.outgoing = first.outgoing().apply(spool, reporter(first));
    outgoing.delivery().begin();
    try {
      this.incoming = Incoming.start(first, folder, this);
    } catch (IOException | RuntimeException failed) {
      outgoing.end(Duration.ZERO);
      throw failed;
    }
    files.applied(first.files());
  }

  /**
   * Listens and delivers; where one of them cannot be, neither is.
   *
   * @param lastSuccess when a mail got through in the process before
   */
  static Generations start(Spool spool, Path folder, Loaded first, Optional<Instant> lastSuccess)
      throws IOException {
    return new Generations(spool, folder, first, lastSuccess);
  }

  @Override
  public void admit(long size) {
    outgoing.delivery().admit(size);
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
   * @return the settings that are not those of the start, and count only from the next start on
   * @throws org.postern.core.settings.SettingsException where they cannot be used: as before
   * @throws IOException where an address cannot be had: all stays as it was
   */
  synchronized List<String> apply(Loaded fresh) throws IOException {
    Outgoing next = fresh.outgoing().apply(spool, reporter(fresh));
    try {
      listenAsIn(fresh);
    } catch (IOException | RuntimeException refused) {
      background.execute(() -> next.end(Delivery.NO_LIMIT));
      throw refused;
    }
    Outgoing last = outgoing;
    next.delivery().beginAfter(last.delivery());
    ledger.putAway(last);
    outgoing = next;
    background.execute(
        () -> {
          last.end(Delivery.NO_LIMIT);
          ledger.ended(last);
        });
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
    outgoing.end(left(within, begun));
    background.shutdown();
    try {
      // those that a reload put away had no limit until now
      if (!background.awaitTermination(left(within, begun).toNanos(), TimeUnit.NANOSECONDS)) {
        background.shutdownNow();
        background.awaitTermination(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration left(Duration within, long begun) {
    Duration left = within.minusNanos(System.nanoTime() - begun);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Says in the log when files are not what is in force. */
  void lookAtFiles() {
    files.look();
  }

  Incoming incoming() {
    return incoming;
  }

  /** Files of the settings that are not what is in force. */
  List<Path> changedFiles() {
    return files.pending();
  }

  /** What delivers now. */
  Outgoing outgoing() {
    return outgoing;
  }

  /** The settings in force. */
  MailSettings settings() {
    return loaded.settings();
  }

  /** What ends at a known time, on the way in and on the way out. */
  List<Ending> endings() {
    List<Ending> all = new ArrayList<>(outgoing.mailer().endings());
    all.addAll(incoming.endings());
    return all;
  }

  /** How delivery stands, and what it has done since the start. */
  DeliveryStatus delivery() {
    return ledger.deliveries(outgoing);
  }

  /** How the mailer stands, and what it has done since the start. */
  MailerStatus mailer() {
    return ledger.mailers(outgoing);
  }

  private static void stop(SmtpListener listener, Duration within) {
    try {
      listener.stop(within);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean differs(SettingKey<?> key, Loaded fresh) {
    return !atStart.find(key).equals(fresh.settings().values().find(key));
  }

  private static String reporter(Loaded loaded) {
    SettingValues values = loaded.settings().values();
    return values
        .find(ListenerKeys.HOSTNAME)
        .or(() -> values.find(CoreKeys.EHLO_NAME))
        .orElse("localhost");
  }
}
