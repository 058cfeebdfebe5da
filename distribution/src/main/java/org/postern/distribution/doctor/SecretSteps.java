package org.postern.distribution.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.core.examination.Finding;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingsException;
import org.postern.core.settings.SettingsLoader;
import org.postern.core.settings.SettingsProblem;
import org.postern.crypto.CryptoException;
import org.postern.crypto.KeyRing;
import org.postern.crypto.SecretCodec;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;

/** The key ring, and whether it opens every secret. */
final class SecretSteps {

  private final Configuration configuration;
  private final Map<String, String> environment;
  private final Plugins plugins;
  private final Bench bench;

  SecretSteps(
      Configuration configuration, Map<String, String> environment, Plugins plugins, Bench bench) {
    this.configuration = configuration;
    this.environment = environment;
    this.plugins = plugins;
    this.bench = bench;
  }

  /** False where a secret is encrypted and the ring cannot be used. */
  boolean keyRing() {
    Path file = Secrets.keyRing(configuration, environment);
    if (!anyEncrypted() && !Files.exists(file)) {
      bench.found(Finding.good("secrets", "key ring", "none, and none is needed"));
      return true;
    }
    try {
      KeyRing ring = KeyRing.load(file);
      bench.found(Finding.good("secrets", "key ring", ring.toString()));
      return true;
    } catch (CryptoException refused) {
      String said = String.valueOf(refused.getMessage());
      Finding fault = Finding.fault("secrets", "key ring", said);
      Optional<Fix> fix =
          said.contains("chmod 600")
              ? Optional.of(Rights.privately(file))
              : Rights.of(file.toAbsolutePath().getParent())
                  .filter(folder -> said.contains("chmod o-w"))
                  .map(Rights::withoutForeignHands);
      bench.found(fault, fix);
      return false;
    }
  }

  /**
   * Decrypts all.
   *
   * @param known what is wrong without any decryption, and was said
   */
  Optional<MailSettings> decrypted(List<SettingsProblem> known, List<SettingsProblem> warned) {
    try {
      MailSettings settings =
          configuration.load(plugins, Secrets.keeper(configuration, environment));
      boolean plain =
          settings.warnings().stream()
                  .filter(warning -> !warned.contains(warning))
                  .peek(this::warned)
                  .count()
              > 0;
      boolean blanks = pastedBadly(settings);
      if (!plain && !blanks) {
        bench.found(Finding.good("secrets", "secrets", "all are encrypted, and can be read"));
      }
      return Optional.of(settings);
    } catch (SettingsException refused) {
      refused.problems().stream()
          .filter(problem -> !known.contains(problem))
          .forEach(problem -> bench.found(Finding.fault("secrets", "secrets", problem.toString())));
      return Optional.empty();
    }
  }

  private void warned(SettingsProblem warning) {
    Finding hint = Finding.hint("secrets", "secrets", warning.toString());
    bench.found(
        hint,
        warning.remedy().contains("postern encrypt")
            ? Optional.of(new Fix.Encrypt())
            : Optional.empty());
  }

  /** A plain one was warned of when it was read; an encrypted one shows it only now. */
  private boolean pastedBadly(MailSettings settings) {
    boolean any = false;
    Map<String, String> given = SettingsLoader.properties(configuration.folder());
    for (SettingKey<?> key : keys(false)) {
      boolean encrypted = SecretCodec.isEncrypted(given.getOrDefault(key.name(), "").strip());
      Optional<?> value = encrypted ? settings.values().find(key) : Optional.empty();
      Optional<String> odd =
          value.map(Secret.class::cast).map(Secret::reveal).flatMap(SecretSteps::odd);
      if (odd.isPresent()) {
        any = true;
        bench.found(
            Finding.hint(
                "secrets",
                "secrets",
                key.name()
                    + ": the secret "
                    + odd.get()
                    + "; they are taken as part of it; enter it anew without them if they are"
                    + " not"));
      }
    }
    return any;
  }

  private static Optional<String> odd(String secret) {
    boolean quoted =
        secret.length() > 1
            && (secret.startsWith("\"") || secret.startsWith("'"))
            && secret.endsWith(secret.substring(0, 1));
    if (quoted) {
      return Optional.of("stands in quotes");
    }
    return secret.equals(secret.strip())
        ? Optional.empty()
        : Optional.of("begins or ends with a blank");
  }

  private boolean anyEncrypted() {
    Map<String, String> given = SettingsLoader.properties(configuration.folder());
    Set<String> names = keys(false).stream().map(SettingKey::name).collect(Collectors.toSet());
    return given.entrySet().stream()
            .anyMatch(
                one ->
                    names.contains(one.getKey()) && SecretCodec.isEncrypted(one.getValue().strip()))
        || keys(true).stream()
            .flatMap(key -> configuration.secretFile(key).stream())
            .anyMatch(SecretSteps::encrypted);
  }

  private static boolean encrypted(Path file) {
    try {
      return SecretCodec.isEncrypted(Files.readString(file).strip());
    } catch (IOException saidByFiles) {
      return false;
    }
  }

  private List<SettingKey<?>> keys(boolean files) {
    return configuration.keys(plugins).stream()
        .filter(key -> files ? key.secretFile() : key.secret() && !key.secretFile())
        .toList();
  }
}
