package org.postern.distribution.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.postern.core.settings.SettingKey;
import org.postern.crypto.EncryptedProperty;
import org.postern.crypto.KeyRing;
import org.postern.crypto.PropertiesFile;
import org.postern.crypto.SecretCodec;
import org.postern.crypto.SecretFile;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Encrypts the secrets of both files where they stand. */
@Command(
    name = "encrypt",
    description = {
      "Encrypt the secrets in is.properties and security.properties where they stand, and the files"
          + " of secrets that they name.",
      "The key ring is made on first use. A second run changes nothing."
    })
final class EncryptCommand implements Callable<Integer> {

  @ParentCommand PosternCommand postern;

  @Override
  public Integer call() {
    run(postern.configuration(), postern.terminal());
    return ExitCode.OK;
  }

  /** Encrypts with the key ring of the settings, which is made on first use. */
  static void run(Configuration configuration, Terminal terminal) {
    Path file = Secrets.keyRing(configuration, terminal.environment());
    run(configuration, ring(file, terminal), terminal);
  }

  /** The key ring, made where there is none. */
  static KeyRing ring(Path file, Terminal terminal) {
    if (Files.exists(file)) {
      return KeyRing.load(file);
    }
    KeyRing made = KeyRing.create(file);
    terminal.line(
        Wrapped.text(
            "Made the key ring "
                + file
                + " (mode 0600). Back it up, apart from the property files: without it the"
                + " secrets must be entered again.",
            "    "));
    return made;
  }

  /** Encrypts with the active key of the ring, and says what was done to each property. */
  static void run(Configuration configuration, KeyRing ring, Terminal terminal) {
    List<SettingKey<?>> keys = configuration.keys(configuration.plugins());
    Set<String> names =
        keys.stream()
            .filter(key -> key.secret() && !key.secretFile())
            .map(SettingKey::name)
            .collect(Collectors.toSet());
    boolean any = false;
    for (String name : List.of("is.properties", "security.properties")) {
      Path file = configuration.folder().resolve(name);
      if (!Files.exists(file)) {
        continue;
      }
      for (EncryptedProperty done : PropertiesFile.encrypt(file, names, new SecretCodec(ring))) {
        any = true;
        terminal.line(
            name + ":" + done.line() + " " + done.property() + ": " + words(done.state()));
      }
    }
    for (SettingKey<?> key : keys) {
      Optional<Path> file = key.secretFile() ? configuration.secretFile(key) : Optional.empty();
      if (file.isPresent()) {
        any = true;
        terminal.line(
            file.get()
                + ": "
                + words(SecretFile.encrypt(file.get(), key.name(), new SecretCodec(ring))));
      }
    }
    if (!any) {
      terminal.line("There is no secret in " + configuration.folder() + ".");
    }
  }

  private static String words(EncryptedProperty.State state) {
    return switch (state) {
      case ENCRYPTED -> "encrypted";
      case ALREADY -> "was encrypted already";
      case REENCRYPTED -> "encrypted with the new key";
      case BLANK -> "is blank";
    };
  }
}
