package org.postern.distribution.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postern.core.Redaction;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingsLoader;
import org.postern.distribution.doctor.DoctorReport;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;

/**
 * What the doctor saw, fit to be sent to somebody who helps. Hosts, user names and folders stay in
 * it; secrets do not: those of the settings are masked by name, and whatever looks like a secret or
 * a token is blotted out of every line.
 */
final class SupportReport {

  private static final Pattern TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_.-]+|[A-Za-z0-9_~+=-]{40,}|ENC\\[[^\\]]*\\]?");
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(password|secret|token|key|passwd|pwd|credential).*");

  private final Configuration configuration;
  private final Map<String, String> environment;

  SupportReport(Configuration configuration, Map<String, String> environment) {
    this.configuration = configuration;
    this.environment = environment;
  }

  /** Throws where no report can be written there; changes nothing. */
  static void tryOut(Path file) {
    boolean there = Files.exists(file);
    try {
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      if (!there) {
        Files.delete(file);
      }
    } catch (NoSuchFileException noFolder) {
      throw CommandFailure.usage(
          "the report cannot be written: the folder of " + file + " does not exist");
    } catch (FileSystemException refused) {
      throw CommandFailure.usage("the report cannot be written: " + Failures.inWords(refused));
    } catch (IOException refused) {
      throw CommandFailure.usage("the report cannot be written: " + refused);
    }
  }

  /** Writes it; a file of that name is replaced. */
  void write(Path file, DoctorReport report, boolean whole) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("Report of postern doctor, " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
    lines.add("Secrets are removed. Host names, user names and folders are not: read it before");
    lines.add("you send it.");
    lines.add("");
    lines.add(new PosternVersion().getVersion()[0]);
    lines.add("Java " + property("java.version") + ", " + property("java.vendor"));
    lines.add(property("os.name") + " " + property("os.version") + ", " + property("os.arch"));
    lines.add("");
    lines.add("Settings in " + configuration.folder());
    settings(lines);
    lines.add("");
    lines.add(whole ? "Steps" : "Steps, up to where it was interrupted");
    report.findings().forEach(one -> lines.addAll(StepLines.of(one, false)));
    Redaction redaction = new Redaction(secrets());
    String text =
        lines.stream()
            .flatMap(line -> Arrays.stream(line.split("\n", -1)))
            .map(redaction::apply)
            .map(line -> TOKEN.matcher(line).replaceAll("********"))
            .collect(Collectors.joining("\n", "", "\n"));
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private void settings(List<String> lines) {
    Set<String> known =
        keys().stream()
            .filter(key -> !key.secret() || key.secretFile())
            .map(SettingKey::name)
            .collect(Collectors.toSet());
    new TreeMap<>(SettingsLoader.properties(configuration.folder()))
        .forEach(
            (name, value) -> {
              boolean shown =
                  known.contains(name)
                      || name.startsWith("postern.") && !SECRET_NAME.matcher(name).matches();
              if (shown || name.startsWith("mksis.")) {
                lines.add("  " + name + "=" + (shown ? LogLayout.escaped(value) : "********"));
              }
            });
  }

  /** As they stand in the files, and decrypted where that can be done. */
  private List<Secret> secrets() {
    Map<String, String> given = SettingsLoader.properties(configuration.folder());
    var keeper = Secrets.keeper(configuration, environment);
    List<Secret> all = new ArrayList<>();
    for (SettingKey<?> key : keys()) {
      if (key.secret()) {
        Optional<String> raw =
            key.secretFile()
                ? configuration.secretFile(key).flatMap(SupportReport::content)
                : Optional.ofNullable(given.get(key.name()));
        raw.filter(value -> !value.isBlank())
            .ifPresent(
                value -> {
                  all.add(Secret.of(value));
                  try {
                    all.add(keeper.decode(key.name(), value.strip()).secret());
                  } catch (IllegalArgumentException undecryptable) {
                    // then nobody could have shown it either
                  }
                });
      }
    }
    return all;
  }

  private List<SettingKey<?>> keys() {
    return configuration.keys(Plugins.none());
  }

  private static Optional<String> content(Path file) {
    try {
      return Optional.of(Files.readString(file).stripTrailing());
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "?");
  }
}
