package org.postern.distribution.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.postern.core.Background;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SendingMode;
import org.postern.core.settings.SettingValues;
import org.postern.core.vitals.Ending;
import org.postern.distribution.watch.LoginProbe;
import org.postern.distribution.watch.Notice;
import org.postern.distribution.watch.Roads;
import org.postern.distribution.watch.Warnings;
import org.postern.distribution.wiring.AlertKeys;
import org.postern.spool.SpoolKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the server again and again, and tells people by the roads of the settings. */
final class Vigil implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Vigil.class);

  private final Generations generations;
  private final Supplier<ServerStatus> status;
  private final Clock clock;
  private final WatchFile file;
  private final Warnings warnings;
  private final Roads roads = new Roads();
  private final ExecutorService background = Background.executor();
  private final LoginProbe probe;
  private volatile List<Ending> endings = List.of();

  /**
   * @param before what the process before has left
   */
  Vigil(
      Generations generations,
      Supplier<ServerStatus> status,
      WatchFile file,
      WatchFile.State before,
      Clock clock) {
    this.generations = generations;
    this.status = status;
    this.clock = clock;
    this.file = file;
    this.warnings = new Warnings(before.warnings());
    this.probe = new LoginProbe(clock, background);
    settingsApplied();
  }

  /** The roads of the settings that are in force now. */
  void settingsApplied() {
    MailSettings settings = generations.settings();
    roads.use(Roads.of(settings, generations.outgoing().trust().context()), settings.values());
    endings = sorted(generations.endings());
    probe.settingsChanged();
  }

  /** Looks once; whatever goes wrong is logged, since nobody waits for it. */
  void look() {
    try {
      endings = sorted(generations.endings());
      ServerStatus now = status.get();
      probe(now);
      SettingValues values = generations.settings().values();
      List<Notice> notices =
          warnings.look(
              Concerns.of(now, values, clock.instant()),
              clock.instant(),
              values.get(AlertKeys.REPEAT),
              values.get(AlertKeys.CALM));
      notices.forEach(roads::send);
      remember(now.delivery().lastSuccess());
    } catch (RuntimeException bug) {
      LOG.error("The server could not look at itself", bug);
    }
  }

  private void probe(ServerStatus now) {
    boolean mailWaits =
        now.queue().map(counts -> counts.waiting() + counts.active() > 0).orElse(true);
    probe.look(
        capturesAll() ? Duration.ZERO : generations.settings().values().get(AlertKeys.PROBE_EVERY),
        now.delivery().lastSuccess(),
        now.delivery().held().isPresent() && mailWaits,
        generations.outgoing().mailer(),
        () -> generations.outgoing().delivery().tryNow());
  }

  /** Where no mail leaves at all there need be no mail server. */
  private boolean capturesAll() {
    return generations
        .settings()
        .testMode()
        .filter(mode -> mode.mode() == SendingMode.CAPTURE)
        .isPresent();
  }

  private void remember(Optional<Instant> lastSuccess) {
    file.write(new WatchFile.State(warnings.open(), lastSuccess));
  }

  /** What it knows. */
  Watched watched() {
    return new Watched(
        endings,
        probe.status(),
        warnings.open(),
        warnings.over(),
        roads.counts(),
        freeBytes(),
        generations.changedFiles());
  }

  private OptionalLong freeBytes() {
    SettingValues values = generations.settings().values();
    if (values.find(SpoolKeys.URL).isPresent()) {
      return OptionalLong.empty();
    }
    try {
      Path folder = values.get(SpoolKeys.FOLDER);
      return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
    } catch (IOException unknown) {
      return OptionalLong.empty();
    }
  }

  /** The next first; of two with one name the earlier. */
  private static List<Ending> sorted(List<Ending> all) {
    Map<String, Ending> byName = new LinkedHashMap<>();
    all.stream()
        .sorted(Comparator.comparing(Ending::at))
        .forEach(ending -> byName.putIfAbsent(ending.what(), ending));
    return List.copyOf(byName.values());
  }

  @Override
  public void close() {
    roads.close();
    background.shutdownNow();
  }
}
