package org.postern.core.settings;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks all values together and makes the settings; the one place for files and for code. */
final class SettingsAssembly {

  private final KnownKeys known;
  private final Gathered all;
  private final Path folder;
  private final ValueReading reading;
  private final List<SettingKey<?>> members;
  private final Presets presets;

  /** Reads all that is no secret. */
  SettingsAssembly(KnownKeys known, Map<String, Given> given, Path folder, SecretDecoder decoder) {
    this.known = known;
    this.all = new Gathered(known, given);
    this.folder = folder;
    this.reading = new ValueReading(all, folder, decoder);
    this.members = known.members(given.keySet());
    known.all().stream()
        .filter(key -> given.containsKey(key.name()) && !key.secret())
        .forEach(reading::read);
    members.forEach(reading::read);
    this.presets = new Presets(all.value(CoreKeys.PROVIDER), all.value(CoreKeys.TENANT), given);
  }

  /** The settings, or an exception with all problems, those given beforehand included. */
  MailSettings assemble(
      Collection<SettingsProblem> problemsBefore, Collection<SettingsProblem> warningsBefore) {
    all.problems.addAll(problemsBefore);
    all.warnings.addAll(warningsBefore);
    known.all().forEach(this::preset);
    ModeChoice mode = new ModeChoice(all);
    String scheme = mode.scheme();
    Optional<AuthScheme> chosen = known.scheme(scheme);
    presets.unfit(scheme, all.at(CoreKeys.PROVIDER)).ifPresent(all.warnings::add);
    TlsMode tls = mode.tls();
    new ModeRules(all).check();
    all.values.putIfAbsent(CoreKeys.TLS_MODE, tls);
    Set<SettingKey<?>> needed = new HashSet<>(known.core());
    chosen.ifPresent(s -> needed.addAll(s.keys()));
    needed.addAll(known.further());
    needed.addAll(members);
    known.all().stream()
        .filter(key -> key.secret() && needed.contains(key) && all.given.containsKey(key.name()))
        .forEach(reading::decode);
    chosen.ifPresent(this::required);
    SettingValues values = new SettingValues(all.values, folder);
    if (all.problems.isEmpty()) {
      chosen.ifPresent(s -> s.check(values).forEach(this::complaint));
    }
    if (!all.problems.isEmpty()) {
      throw new SettingsException(sorted(all.problems));
    }
    return new MailSettings(
        values,
        scheme,
        tls,
        sorted(all.warnings),
        new EffectiveRows(all, presets).of(scheme, tls, needed));
  }

  /** What the provider says, where the files leave it open. */
  private void preset(SettingKey<?> key) {
    Optional<String> text = presets.text(key);
    try {
      text.ifPresent(value -> all.values.put(key, key.parse(value)));
    } catch (IllegalArgumentException refused) {
      all.problems.add(
          all.at(CoreKeys.PROVIDER)
              .problem(
                  presets.source()
                      + " means "
                      + key
                      + "="
                      + text.orElse("")
                      + ", and that cannot be",
                  "set " + key + " to a value that can be"));
    }
  }

  private void required(AuthScheme scheme) {
    Set<SettingKey<?>> keys = new HashSet<>(known.core());
    // a scheme may demand a key of the core that the core itself does not: the later one counts
    keys.removeAll(scheme.keys());
    keys.addAll(scheme.keys());
    keys.stream()
        .filter(SettingKey::required)
        .filter(key -> !all.values.containsKey(key) && !all.undecodable.contains(key.name()))
        .map(key -> AuthScheme.Complaint.missing(key, "mode \"" + scheme.scheme() + "\""))
        .forEach(this::complaint);
  }

  private void complaint(AuthScheme.Complaint about) {
    AuthScheme.Complaint complaint = presets.instead(about).orElse(about);
    all.problems.add(all.at(complaint.key()).problem(complaint.cause(), complaint.remedy()));
  }

  private static List<SettingsProblem> sorted(List<SettingsProblem> unsorted) {
    return unsorted.stream()
        .sorted(
            Comparator.comparing(
                    (SettingsProblem p) -> p.file().map(f -> f.getFileName().toString()).orElse(""))
                .thenComparing(p -> p.line().orElse(Integer.MAX_VALUE))
                .thenComparing(SettingsProblem::key))
        .distinct()
        .toList();
  }
}
