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

/** What both files say, line by line, before anything is made of it; made once, then only read. */
final class SettingLines {

  private static final String OWN = "postern.";

  private final Path folder;
  private final KnownKeys known;
  private final List<PropertyFile> files = new ArrayList<>();
  private final Map<String, Given> given = new HashMap<>();
  private final Set<String> unreadable = new HashSet<>();
  private final List<SettingsProblem> problems = new ArrayList<>();
  private final List<SettingsProblem> warnings = new ArrayList<>();

  private SettingLines(
      Path folder,
      Collection<? extends AuthScheme> schemes,
      Collection<SettingKey<?>> furtherKeys) {
    this.folder = folder;
    Path is = folder.resolve("is.properties");
    Path security = folder.resolve("security.properties");
    known = new KnownKeys(schemes, furtherKeys, List.of(is, security));
    files.add(PropertyFile.read(is));
    if (Files.exists(security)) {
      files.add(PropertyFile.read(security));
    }
  }

  /** All of both files; what is wrong with a line is among {@link #problems}. */
  static SettingLines read(
      Path folder,
      Collection<? extends AuthScheme> schemes,
      Collection<SettingKey<?>> furtherKeys) {
    SettingLines lines = new SettingLines(folder, schemes, furtherKeys);
    lines.files.forEach(lines::collect);
    if (lines.files.stream().anyMatch(PropertyFile::lost)) {
      // what is absent may stand there: that it is missing would be a second fault that is none
      lines.known.all().stream()
          .map(SettingKey::name)
          .filter(name -> !lines.given.containsKey(name))
          .forEach(lines.unreadable::add);
    }
    return lines;
  }

  SettingsAssembly assembly(SecretDecoder decoder) {
    return new SettingsAssembly(known, given, unreadable, folder, decoder);
  }

  /** May be added to. */
  List<SettingsProblem> problems() {
    return problems;
  }

  /** May be added to. */
  List<SettingsProblem> warnings() {
    return warnings;
  }

  private void collect(PropertyFile file) {
    unreadable.addAll(file.unreadable());
    problems.addAll(file.problems());
    warnings.addAll(file.warnings());
    Map<String, Given> here = new HashMap<>();
    for (PropertyFile.Entry entry : file.entries()) {
      Given raw = Given.of(file.path(), entry);
      Optional<SettingKey<?>> key = known.named(entry.key());
      if (key.isEmpty()) {
        unknown(raw);
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
    here.values().forEach(this::place);
  }

  /** Puts a value where it belongs: each origin key has one home, our own may stand in either. */
  private void place(Given raw) {
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
    if (!atHome && has(homeFile, raw.key())) {
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

  private boolean has(Path home, String key) {
    return files.stream()
        .filter(file -> file.path().equals(home))
        .flatMap(file -> file.entries().stream())
        .anyMatch(entry -> entry.key().equals(key));
  }

  /** True for the name of a setting that only Postern can have meant. */
  static boolean own(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(OWN);
  }

  private void unknown(Given raw) {
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
