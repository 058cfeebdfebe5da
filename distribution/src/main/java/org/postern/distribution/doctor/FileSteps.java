package org.postern.distribution.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.core.examination.Finding;
import org.postern.core.settings.ModeKeys;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingsLoader;
import org.postern.crypto.SecretCodec;
import org.postern.distribution.wiring.BundleKeys;
import org.postern.distribution.wiring.Configuration;
import org.postern.relay.ListenerKeys;
import org.postern.spool.SpoolKeys;

/** Whether the files are there, may be read, and are nobody else's to change. */
final class FileSteps {

  /** Their own steps look at these. */
  private static final Set<String> ELSEWHERE =
      Set.of(BundleKeys.KEYRING.name(), BundleKeys.TRUSTSTORE.name(), SpoolKeys.FOLDER.name());

  /** These are made when they are needed. */
  private static final Set<String> LATER_MADE =
      Set.of(ListenerKeys.USERS.name(), ModeKeys.FOLDER.name());

  private final Configuration configuration;
  private final Bench bench;
  private boolean wrong;

  FileSteps(Configuration configuration, Bench bench) {
    this.configuration = configuration;
    this.bench = bench;
  }

  /** The folder and both property files; false where the settings cannot be read. */
  boolean settingsFiles() {
    Path folder = configuration.folder();
    if (!Files.isDirectory(folder)) {
      fault("the folder of the settings, " + folder + ", does not exist; name it by -c CONFDIR");
      return false;
    }
    Path is = folder.resolve("is.properties");
    if (!Files.isExecutable(folder)) {
      fault(is + " the file: cannot be read: its folder is closed to " + mayNot());
      return false;
    }
    Path security = folder.resolve("security.properties");
    boolean readable = readable(is) && (!Files.exists(security) || readable(security));
    if (readable) {
      foreignHands(folder, "the folder " + folder);
      List.of(is, security).stream().filter(Files::exists).forEach(f -> foreignHands(f, "" + f));
    }
    return readable;
  }

  /** All files that settings name. */
  void namedFiles(List<SettingKey<?>> keys) {
    Map<String, String> given = SettingsLoader.properties(configuration.folder());
    for (SettingKey<?> key : keys) {
      if (!ELSEWHERE.contains(key.name())) {
        path(key, given.getOrDefault(key.name(), "").strip()).ifPresent(f -> named(key, f));
      }
    }
    if (!wrong) {
      bench.found(
          Finding.good("files", "files", configuration.folder() + ": can be read, and are safe"));
    }
  }

  private Optional<Path> path(SettingKey<?> key, String value) {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (key.secretFile()) {
      return configuration.secretFile(key);
    }
    try {
      return !key.secret() && key.parse(value) instanceof Path file
          ? Optional.of(configuration.folder().resolve(file))
          : Optional.empty();
    } catch (IllegalArgumentException saidBySettings) {
      return Optional.empty();
    }
  }

  private void named(SettingKey<?> key, Path file) {
    boolean laterMade = key.name().contains("refresh") || LATER_MADE.contains(key.name());
    if (!Files.exists(file)) {
      if (!laterMade) {
        fault(file + ", which " + key.name() + " names, does not exist; check the name");
      }
      return;
    }
    if (!Files.isReadable(file)) {
      fault(
          file
              + ", which "
              + key.name()
              + " names, cannot be read as text by "
              + user()
              + "; check its rights");
      return;
    }
    foreignHands(file, file + ", which " + key.name() + " names,");
    if (Files.isRegularFile(file)
        && secret(key, file)
        && Rights.of(file).filter(Rights::readableByOthers).isPresent()) {
      wrong = true;
      bench.found(
          Finding.hint(
              "files",
              "files",
              file + " holds a secret and can be read by others; run: chmod 600 " + file),
          Rights.privately(file));
    }
  }

  private boolean readable(Path file) {
    if (!Files.exists(file)) {
      fault(file + " the file: cannot be read: it does not exist; check the folder");
      return false;
    }
    if (Files.isDirectory(file)) {
      fault(file + " the file: is a folder; put a property file there");
      return false;
    }
    if (!Files.isReadable(file)) {
      fault(file + " the file: cannot be read by " + mayNot());
      return false;
    }
    return true;
  }

  private void foreignHands(Path file, String name) {
    Optional<Rights> known = Rights.of(file);
    known
        .filter(rights -> !rights.ownedBy(user()))
        .ifPresent(
            rights -> {
              wrong = true;
              bench.found(
                  Finding.hint(
                      "files",
                      "files",
                      name
                          + " belongs to "
                          + rights.owner()
                          + ", who can change it; run: chown "
                          + user()
                          + " "
                          + file));
            });
    known
        .filter(Rights::writableByOthers)
        .ifPresent(
            rights -> {
              wrong = true;
              bench.found(
                  Finding.fault(
                      "files", "files", name + " can be written by others; run: chmod o-w " + file),
                  rights.withoutForeignHands());
            });
  }

  private static boolean secret(SettingKey<?> key, Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return !SecretCodec.isEncrypted(text.strip())
          && (key.secretFile()
              || key.name().contains("refresh")
              || text.contains("PRIVATE KEY-----"));
    } catch (IOException gone) {
      return false;
    }
  }

  private static String user() {
    return System.getProperty("user.name");
  }

  private static String mayNot() {
    return "the user " + user() + "; give this user the right to";
  }

  private void fault(String seen) {
    wrong = true;
    bench.found(Finding.fault("files", "files", seen));
  }
}
