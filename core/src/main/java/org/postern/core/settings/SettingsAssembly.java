package org.postern.core.settings;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks all values together and makes the settings; the one place for files and for code. */
final class SettingsAssembly {

  private final KnownKeys known;
  private final Gathered all;
  private final Path folder;
  private final ValueReading reading;
  private final List<SettingKey<?>> members;
  private final Presets presets;

  /**
   * Reads all that is no secret.
   *
   * @param unreadable names of those that stand in a file and cannot even be read as text
   */
  SettingsAssembly(
      KnownKeys known,
      Map<String, Given> given,
      Set<String> unreadable,
      Path folder,
      SecretDecoder decoder) {
    this.known = known;
    this.all = new Gathered(known, given);
    this.all.unusable.addAll(unreadable);
    this.folder = folder;
    this.reading = new ValueReading(all, folder, decoder);
    this.members = known.members(given.keySet());
    known.all().stream()
        .filter(key -> given.containsKey(key.name()) && !key.secret())
        .forEach(reading::read);
    members.forEach(reading::read);
    this.presets = new Presets(all.value(CoreKeys.PROVIDER), all.value(CoreKeys.TENANT), given);
  }

  /**
   * The settings, or an exception with all problems: those given beforehand, those of the values,
   * and those that the chosen scheme and the parts find with what could be read.
   */
  MailSettings assemble(
      Collection<SettingsProblem> problemsBefore,
      Collection<SettingsProblem> warningsBefore,
      List<SettingsPart> parts) {
    all.problems.addAll(problemsBefore);
    all.warnings.addAll(warningsBefore);
    known.all().forEach(this::preset);
    all.unusable.addAll(presets.unknown(all.unusable));
    ModeChoice mode = new ModeChoice(all);
    Optional<String> scheme = mode.scheme();
    Optional<AuthScheme> chosen = scheme.flatMap(known::scheme);
    scheme
        .flatMap(name -> presets.unfit(name, all.at(CoreKeys.PROVIDER)))
        .ifPresent(all.warnings::add);
    all.settle(CoreKeys.SCHEME, scheme);
    all.settle(CoreKeys.TLS_MODE, mode.tls());
    new ModeRules(all).check();
    Set<SettingKey<?>> needed = new HashSet<>(known.core());
    chosen.ifPresent(s -> needed.addAll(s.keys()));
    needed.addAll(known.further());
    needed.addAll(members);
    known.all().stream()
        .filter(key -> key.secret() && needed.contains(key) && all.given.containsKey(key.name()))
        .forEach(reading::decode);
    chosen.ifPresent(this::required);
    chosen.ifPresent(s -> look(() -> s.check(values()).forEach(this::complaint)));
    MailSettings settings =
        new MailSettings(
            values(),
            SettingsProblem.inOrder(all.warnings),
            new EffectiveRows(all, presets).of(needed),
            all.places(),
            all.elsewhere());
    parts.forEach(part -> look(() -> part.check(settings)));
    if (!all.problems.isEmpty()) {
      throw new SettingsException(all.problems);
    }
    return settings;
  }

  /** The values of these keys, or an exception with what stands in the way of knowing them. */
  SettingValues some(Collection<SettingsProblem> problemsBefore, Set<SettingKey<?>> keys) {
    keys.stream()
        .filter(key -> key.secret() && all.given.containsKey(key.name()))
        .forEach(reading::decode);
    all.problems.addAll(problemsBefore);
    Set<String> names = keys.stream().map(SettingKey::name).collect(Collectors.toSet());
    List<SettingsProblem> theirs =
        all.problems.stream().filter(problem -> mayHide(problem.key(), names)).toList();
    if (!theirs.isEmpty()) {
      throw new SettingsException(theirs);
    }
    Map<SettingKey<?>, Object> some = new HashMap<>(all.values);
    some.keySet().retainAll(keys);
    return new SettingValues(some, Set.of(), folder);
  }

  /** True for one of these names, for a slip in writing it, and for a whole file or line. */
  private boolean mayHide(String subject, Set<String> names) {
    if (known.named(subject).isPresent() || all.unusable.contains(subject)) {
      return names.contains(subject);
    }
    return !SettingLines.own(subject)
        || Nearest.to(subject, known.names()).filter(names::contains).isPresent();
  }

  private SettingValues values() {
    return new SettingValues(all.values, all.unusable, folder);
  }

  /** One who looks at the settings, and may ask for what cannot be used. */
  private void look(Runnable part) {
    try {
      part.run();
    } catch (SettingsException refused) {
      all.problems.addAll(refused.problems());
    } catch (UnusableValueException saidAlready) {
      // without that value there is nothing to say
    }
  }

  /** What the provider says, where the files leave it open. */
  private void preset(SettingKey<?> key) {
    Optional<String> text = presets.text(key);
    try {
      text.ifPresent(value -> all.values.put(key, key.parse(value)));
    } catch (IllegalArgumentException refused) {
      all.unusable.add(key.name());
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
        .filter(key -> !all.values.containsKey(key) && !all.unusable(key))
        .map(key -> AuthScheme.Complaint.missing(key, "mode \"" + scheme.scheme() + "\""))
        .forEach(this::complaint);
  }

  private void complaint(AuthScheme.Complaint about) {
    AuthScheme.Complaint complaint = presets.instead(about).orElse(about);
    all.unusable.add(about.key().name());
    all.problems.add(all.at(complaint.key()).problem(complaint.cause(), complaint.remedy()));
  }
}
