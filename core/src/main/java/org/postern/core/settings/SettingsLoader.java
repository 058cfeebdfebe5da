package org.postern.core.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code is.properties} and {@code security.properties} as the origin product's
 * administrators have them, plus the {@code postern.*} keys in either. Immutable, thread safe.
 */
public final class SettingsLoader {

  private final Collection<? extends AuthScheme> schemes;
  private final Collection<SettingKey<?>> furtherKeys;

  /**
   * A loader.
   *
   * @param schemes the auth schemes that may be chosen, normally {@code AuthStrategies.schemes()}
   * @param furtherKeys keys of the host application that may stand in the files too, such as the
   *     path of its key ring
   */
  public SettingsLoader(
      Collection<? extends AuthScheme> schemes, Collection<SettingKey<?>> furtherKeys) {
    this.schemes = List.copyOf(schemes);
    this.furtherKeys = List.copyOf(furtherKeys);
  }

  /**
   * Reads both files; nothing is written.
   *
   * @param folder holds {@code is.properties} and {@code security.properties}; the second may be
   *     absent where the chosen mode needs nothing from it
   * @param decoder decodes secrets
   * @throws SettingsException with every problem of both files
   */
  public MailSettings load(Path folder, SecretDecoder decoder) {
    return load(folder, decoder, List.of());
  }

  /**
   * As {@link #load(Path, SecretDecoder)}, with what those find who are going to use the settings.
   *
   * @param parts each is asked once, whatever is wrong elsewhere
   * @throws SettingsException with every problem of both files and of all parts
   */
  public MailSettings load(Path folder, SecretDecoder decoder, List<SettingsPart> parts) {
    SettingLines lines = SettingLines.read(folder, schemes, furtherKeys);
    return lines.assembly(decoder).assemble(lines.problems(), lines.warnings(), parts);
  }

  /**
   * Some values alone, whatever is wrong with all others: for what has to work beside a server that
   * goes on with the settings before. Of other keys the result knows nothing but their defaults.
   *
   * @param keys no families
   * @throws SettingsException with the problems of these keys, of names that are nearly theirs, and
   *     of a file or line of which nobody can tell whether it has one of them
   */
  public SettingValues some(
      Path folder, SecretDecoder decoder, Collection<? extends SettingKey<?>> keys) {
    SettingLines lines = SettingLines.read(folder, schemes, furtherKeys);
    return lines.assembly(decoder).some(lines.problems(), Set.copyOf(keys));
  }

  /**
   * One value before anything else is read: where the key ring is, for instance. Empty where it is
   * absent or cannot be read; {@link #load} then says why.
   */
  public <T> Optional<T> peek(Path folder, SettingKey<T> key) {
    Optional<T> found = Optional.empty();
    for (String name : List.of("is.properties", "security.properties")) {
      Path path = folder.resolve(name);
      if (!Files.exists(path)) {
        continue;
      }
      for (PropertyFile.Entry entry : PropertyFile.read(path).entries()) {
        if (entry.key().equals(key.name()) && !entry.value().isBlank()) {
          try {
            found = Optional.of(key.parse(entry.value()));
          } catch (IllegalArgumentException reportedByLoad) {
            found = Optional.empty();
          }
        }
      }
    }
    return found;
  }

  /**
   * All properties of both files as they stand there, known or not, secrets included; where both
   * files have one, that of {@code is.properties}. What cannot be read is left out: {@link #load}
   * says why.
   */
  public static Map<String, String> properties(Path folder) {
    Map<String, String> all = new HashMap<>();
    for (String name : List.of("security.properties", "is.properties")) {
      Path path = folder.resolve(name);
      if (Files.exists(path)) {
        PropertyFile.read(path).entries().forEach(one -> all.put(one.key(), one.value()));
      }
    }
    return all;
  }

  /** All keys known to this loader, sorted by name. */
  public List<SettingKey<?>> keys() {
    return List.copyOf(new KnownKeys(schemes, furtherKeys, List.of()).all());
  }
}
