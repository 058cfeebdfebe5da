package org.postern.distribution.doctor;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.core.examination.Finding;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Provider;
import org.postern.core.settings.SettingsException;
import org.postern.core.settings.SettingsLoader;
import org.postern.core.settings.SettingsProblem;
import org.postern.core.spi.SecretKeeper;
import org.postern.distribution.plugins.Plugin;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import org.postern.triggers.TriggerKeys;

/**
 * Walks the whole way of a mail, from the settings to the mail server, and stops at nothing that
 * can still be looked at. Changes nothing, and sends no mail unless that is wished. One use.
 */
public final class Doctor {

  private final Configuration configuration;
  private final Map<String, String> environment;
  private final Wishes wishes;
  private final Bench bench;

  private Doctor(
      Configuration configuration,
      Map<String, String> environment,
      Wishes wishes,
      Consumer<DoctorFinding> listener) {
    this.configuration = configuration;
    this.environment = environment;
    this.wishes = wishes;
    this.bench = new Bench(listener);
  }

  /**
   * How far to go.
   *
   * @param to recipients of RCPT TO; empty for the sender itself
   * @param send true to send a mail to them after all
   * @param patience no single step at the mail server takes longer
   */
  public record Wishes(List<String> to, boolean send, Duration patience) {

    public Wishes {
      to = List.copyOf(to);
    }

    /** To the sender itself, without a mail, ten seconds a step. */
    public static Wishes usual() {
      return new Wishes(List.of(), false, Duration.ofSeconds(10));
    }
  }

  /**
   * Examines an installation.
   *
   * @param configuration its folder need not exist
   * @param environment the environment variables
   * @param listener is handed each finding when it is there
   */
  public static DoctorReport examine(
      Configuration configuration,
      Map<String, String> environment,
      Wishes wishes,
      Consumer<DoctorFinding> listener) {
    return new Doctor(configuration, environment, wishes, listener).examine();
  }

  private DoctorReport examine() {
    FileSteps files = new FileSteps(configuration, bench);
    boolean readable = files.settingsFiles();
    if (!readable) {
      bench.found(Finding.notLookedAt("settings", "settings", "their files cannot be read"));
      return bench.report();
    }
    Plugins plugins = plugins();
    files.namedFiles(configuration.keys(plugins));
    Optional<MailSettings> settings = settings(plugins);
    SecretKeeper keeper = Secrets.keeper(configuration, environment);
    MailSteps mail =
        new MailSteps(configuration, configuration.strategies(plugins), keeper, wishes, bench);
    if (settings.isPresent()) {
      mail.all(settings.get());
    } else {
      mail.serverAlone("of the faults above");
    }
    new SpoolSteps(configuration, bench).all(settings);
    triggers();
    return bench.report();
  }

  private Plugins plugins() {
    try {
      Plugins plugins = configuration.plugins();
      bench.judgeBy(
          configuration.strategies(plugins).diagnoses(),
          configuration.peekValue(CoreKeys.PROVIDER).map(Provider::family));
      for (Plugin broken : plugins.broken()) {
        bench.found(
            Finding.fault(
                "files",
                "plug-ins",
                "the plug-in "
                    + broken.name()
                    + " cannot be used: "
                    + broken.problem().orElse("")));
      }
      if (plugins.broken().isEmpty() && !plugins.all().isEmpty()) {
        bench.found(
            Finding.good(
                "files",
                "plug-ins",
                String.join(", ", plugins.all().stream().map(Plugin::name).toList())));
      }
      return plugins;
    } catch (UncheckedIOException unreadable) {
      bench.found(Finding.fault("files", "plug-ins", String.valueOf(unreadable.getMessage())));
      return Plugins.none();
    }
  }

  /** The settings with their secrets; empty where something is wrong with either. */
  private Optional<MailSettings> settings(Plugins plugins) {
    List<SettingsProblem> problems = List.of();
    List<SettingsProblem> warnings = List.of();
    try {
      MailSettings undecrypted = configuration.load(plugins, Secrets.unread());
      warnings = undecrypted.warnings();
      bench.found(Finding.good("settings", "settings", undecrypted.toString()));
      undecrypted
          .testMode()
          .ifPresent(mode -> bench.found(Finding.hint("settings", "mode", mode.inWords())));
    } catch (SettingsException refused) {
      problems = refused.problems();
      problems.forEach(p -> bench.found(Finding.fault("settings", "settings", p.toString())));
    }
    warnings.forEach(w -> bench.found(Finding.hint("settings", "settings", w.toString())));
    SecretSteps secrets = new SecretSteps(configuration, environment, plugins, bench);
    if (!secrets.keyRing()) {
      bench.found(Finding.notLookedAt("secrets", "secrets", "the key ring cannot be used"));
      return Optional.empty();
    }
    return secrets.decrypted(problems, warnings);
  }

  private void triggers() {
    boolean used =
        SettingsLoader.properties(configuration.folder()).keySet().stream()
            .anyMatch(name -> name.startsWith("postern.trigger."));
    Optional<Path> folder = configuration.peek(TriggerKeys.ATTACHMENTS);
    if (!used) {
      return;
    }
    bench.found(
        folder
            .filter(path -> !Files.isDirectory(path))
            .map(
                path ->
                    Finding.fault(
                        "files",
                        "triggers",
                        path
                            + ", which "
                            + TriggerKeys.ATTACHMENTS.name()
                            + " names, is no folder; make it, or correct the setting"))
            .orElseGet(() -> Finding.good("files", "triggers", "their settings can be used")));
  }
}
