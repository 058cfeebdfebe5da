package org.postern.core.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code is.properties} and {@code security.properties} as the origin product's
 * administrators have them, plus the {@code postern.*} keys in either. Immutable, thread safe.
 */
public final class SettingsLoader {

  private static final String OWN = "postern.";

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
    Lines lines = read(folder);
    return assembly(lines, folder, decoder).assemble(lines.problems, lines.warnings, parts);
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
    Lines lines = read(folder);
    return assembly(lines, folder, decoder).some(lines.problems, Set.copyOf(keys));
  }

  /** What both files say, line by line, before anything is made of it. */
  private record Lines(
      KnownKeys known,
      Map<String, Given> given,
      Set<String> unreadable,
      List<SettingsProblem> problems,
      List<SettingsProblem> warnings) {}

  private static SettingsAssembly assembly(Lines lines, Path folder, SecretDecoder decoder) {
    return new SettingsAssembly(lines.known, lines.given, lines.unreadable, folder, decoder);
  }

  private Lines read(Path folder) {
    Path is = folder.resolve("is.properties");
    Path security = folder.resolve("security.properties");
    KnownKeys known = new KnownKeys(schemes, furtherKeys, List.of(is, security));
    List<PropertyFile> files = new ArrayList<>();
    files.add(PropertyFile.read(is));
    if (Files.exists(security)) {
      files.add(PropertyFile.read(security));
    }
    Lines lines =
        new Lines(known, new HashMap<>(), new HashSet<>(), new ArrayList<>(), new ArrayList<>());
    for (PropertyFile file : files) {
      lines.unreadable.addAll(file.unreadable());
      lines.problems.addAll(file.problems());
      lines.warnings.addAll(file.warnings());
      collect(file, files, known, lines.given, lines.problems, lines.warnings);
    }
    if (files.stream().anyMatch(PropertyFile::lost)) {
      // what is absent may stand there: that it is missing would be a second fault that is none
      known.all().stream()
          .map(SettingKey::name)
          .filter(name -> !lines.given.containsKey(name))
          .forEach(lines.unreadable::add);
    }
    return lines;
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

  private static void collect(
      PropertyFile file,
      List<PropertyFile> files,
      KnownKeys known,
      Map<String, Given> given,
      List<SettingsProblem> problems,
      List<SettingsProblem> warnings) {
    Map<String, Given> here = new HashMap<>();
    for (PropertyFile.Entry entry : file.entries()) {
      Given raw = Given.of(file.path(), entry);
      Optional<SettingKey<?>> key = known.named(entry.key());
      if (key.isEmpty()) {
        unknown(raw, known, problems, warnings);
        continue;
      }
      Given earlier = here.put(entry.key(), raw);
      if (earlier != null) {
        warnings.add(
            raw.problem(
                "stands on line " + earlier.place().line().orElse(0) + " too; this last one counts",
                "remove one of them"));
      }
    }
    here.forEach((name, raw) -> place(raw, files, known, given, problems, warnings));
  }

  /** Puts a value where it belongs: each origin key has one home, our own may stand in either. */
  private static void place(
      Given raw,
      List<PropertyFile> files,
      KnownKeys known,
      Map<String, Given> given,
      List<SettingsProblem> problems,
      List<SettingsProblem> warnings) {
    SettingKey.Home home = known.named(raw.key()).orElseThrow().home();
    Path in = raw.place().file().orElseThrow();
    boolean inIs = in.equals(known.files().get(0));
    Given other = given.get(raw.key());
    if (home == SettingKey.Home.EITHER) {
      if (other != null) {
        problems.add(
            raw.problem("stands in " + other.source() + " too", "keep it in one of the two files"));
      }
      given.putIfAbsent(raw.key(), raw);
      return;
    }
    boolean atHome = inIs == (home == SettingKey.Home.IS);
    Path homeFile = known.files().get(home == SettingKey.Home.IS ? 0 : 1);
    if (!atHome && has(files, homeFile, raw.key())) {
      warnings.add(
          raw.problem(
              "is not read from this file",
              "remove it here; " + homeFile.getFileName() + " has it"));
    } else if (!atHome) {
      problems.add(raw.problem("belongs in " + homeFile.getFileName(), "move the line there"));
      given.putIfAbsent(raw.key(), raw);
    } else {
      given.put(raw.key(), raw);
    }
  }

  private static boolean has(List<PropertyFile> files, Path home, String key) {
    return files.stream()
        .filter(file -> file.path().equals(home))
        .flatMap(file -> file.entries().stream())
        .anyMatch(entry -> entry.key().equals(key));
  }

  /** True for the name of a setting that only Postern can have meant. */
  static boolean own(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(OWN);
  }

  private static void unknown(
      Given raw, KnownKeys known, List<SettingsProblem> problems, List<SettingsProblem> warnings) {
    if (own(raw.key())) {
      problems.add(
          raw.problem(
              "is no setting of Postern",
              Nearest.hint(raw.key(), known.names(), "`postern settings --reference` lists all")));
      return;
    }
    Nearest.to(raw.key(), known.names())
        .filter(raw.key()::equalsIgnoreCase)
        .ifPresent(
            near ->
                warnings.add(
                    raw.problem(
                        "is not read: capital and small letters differ",
                        "did you mean " + near + "?")));
  }
}
