package org.postern.core.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Checks all values together and makes the settings; the one place for files and for code. */
final class SettingsAssembly {

  private final KnownKeys known;
  private final Map<String, Given> given;
  private final List<SettingsProblem> problems = new ArrayList<>();
  private final List<SettingsProblem> warnings = new ArrayList<>();
  private final Map<SettingKey<?>, Object> values = new HashMap<>();
  private final Set<String> undecodable = new HashSet<>();
  private final Path folder;
  private final SecretDecoder decoder;
  private Presets presets;

  SettingsAssembly(KnownKeys known, Map<String, Given> given, Path folder, SecretDecoder decoder) {
    this.known = known;
    this.given = given;
    this.folder = folder;
    this.decoder = decoder;
    this.presets = new Presets(Optional.empty(), Optional.empty(), given);
  }

  /** The settings, or an exception with all problems, those given beforehand included. */
  MailSettings assemble(
      Collection<SettingsProblem> problemsBefore, Collection<SettingsProblem> warningsBefore) {
    problems.addAll(problemsBefore);
    warnings.addAll(warningsBefore);
    for (SettingKey<?> key : known.all()) {
      if (given.containsKey(key.name()) && !key.secret()) {
        read(key);
      }
    }
    List<SettingKey<?>> members = known.members(given.keySet());
    members.forEach(this::read);
    presets = new Presets(value(CoreKeys.PROVIDER), value(CoreKeys.TENANT), given);
    known.all().forEach(this::preset);
    String scheme = scheme();
    Optional<AuthScheme> chosen = known.scheme(scheme);
    presets.unfit(scheme, at(CoreKeys.PROVIDER)).ifPresent(warnings::add);
    TlsMode tls = tls();
    values.putIfAbsent(CoreKeys.TLS_MODE, tls);
    Set<SettingKey<?>> needed = new HashSet<>(known.core());
    chosen.ifPresent(s -> needed.addAll(s.keys()));
    needed.addAll(known.further());
    needed.addAll(members);
    for (SettingKey<?> key : known.all()) {
      if (key.secret() && needed.contains(key) && given.containsKey(key.name())) {
        decode(key);
      }
    }
    chosen.ifPresent(this::required);
    SettingValues all = new SettingValues(values, folder);
    if (problems.isEmpty()) {
      chosen.ifPresent(s -> s.check(all).forEach(this::complaint));
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(sorted(problems));
    }
    return new MailSettings(all, scheme, tls, sorted(warnings), effective(scheme, tls, needed));
  }

  private void read(SettingKey<?> key) {
    Given raw = given.get(key.name());
    if (raw.typed().isPresent()) {
      values.put(key, raw.typed().get());
      return;
    }
    String text = raw.text().orElse("").strip();
    if (text.isEmpty()) {
      undecodable.add(key.name());
      problems.add(raw.problem("is blank", "give it a value or remove the line"));
      return;
    }
    try {
      Object value = key.parse(text);
      values.put(key, value instanceof Path path ? folder.resolve(path) : value);
    } catch (IllegalArgumentException refused) {
      undecodable.add(key.name());
      problems.add(withRemedy(raw, refused.getMessage()));
    }
  }

  /** What the provider says, where the files leave it open. */
  private void preset(SettingKey<?> key) {
    Optional<String> text = presets.text(key);
    try {
      text.ifPresent(value -> values.put(key, key.parse(value)));
    } catch (IllegalArgumentException refused) {
      problems.add(
          at(CoreKeys.PROVIDER)
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

  private void decode(SettingKey<?> key) {
    Given raw = given.get(key.name());
    if (raw.typed().isPresent()) {
      values.put(key, raw.typed().get());
      return;
    }
    String text = raw.text().orElse("");
    if (text.isBlank()) {
      undecodable.add(key.name());
      problems.add(raw.problem("is blank", "give it a value or remove the line"));
      return;
    }
    try {
      if (key.secretFile()) {
        values.put(key, content(key, raw, folder.resolve(text.strip())));
        return;
      }
      SecretDecoder.Decoded decoded = decoder.decode(key.name(), text);
      values.put(key, decoded.secret());
      warnOfSecret(raw, decoded);
    } catch (IllegalArgumentException refused) {
      undecodable.add(key.name());
      problems.add(withRemedy(raw, refused.getMessage()));
    }
  }

  private Secret content(SettingKey<?> key, Given raw, Path file) {
    try {
      SecretDecoder.Decoded decoded =
          decoder.decode(key.name(), Files.readString(file).stripTrailing());
      if (!decoded.encrypted()) {
        warnings.add(
            raw.problem(file + " holds its secret in plain text", "run `postern encrypt`"));
      }
      return decoded.secret();
    } catch (NoSuchFileException absent) {
      throw new IllegalArgumentException(file + " does not exist; check the name", absent);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          file + " cannot be read as text; check its rights", unreadable);
    }
  }

  private void warnOfSecret(Given raw, SecretDecoder.Decoded decoded) {
    if (decoded.encrypted()) {
      return;
    }
    warnings.add(raw.problem("the secret is in plain text", "run `postern encrypt`"));
    String text = raw.text().orElse("");
    boolean quoted =
        text.length() > 1
            && (text.startsWith("\"") || text.startsWith("'"))
            && text.endsWith(text.substring(0, 1));
    if (!text.equals(text.strip()) || quoted) {
      warnings.add(
          raw.problem(
              quoted ? "the secret stands in quotes" : "the secret begins or ends with a blank",
              "they are taken as part of it; remove them if they are not"));
    }
  }

  private String scheme() {
    Optional<Boolean> oauth = value(CoreKeys.OAUTH_AUTHENTICATION);
    Optional<Boolean> basic = value(CoreKeys.SMTP_AUTHENTICATION);
    Optional<String> named = value(CoreKeys.SCHEME);
    if (oauth.filter(on -> !on).isPresent() && basic.orElse(false)) {
      warnings.add(
          at(CoreKeys.SMTP_AUTHENTICATION)
              .problem(
                  "is true, yet "
                      + CoreKeys.OAUTH_AUTHENTICATION
                      + "=false selects the open relay: NO LOGIN IS DONE and a configured password"
                      + " is not used",
                  "remove "
                      + CoreKeys.OAUTH_AUTHENTICATION
                      + " for basic authentication, or set "
                      + CoreKeys.SMTP_AUTHENTICATION
                      + "=false"));
    }
    if (named.isPresent() && ModeTable.contradicts(named.get(), oauth, basic)) {
      problems.add(
          at(CoreKeys.SCHEME)
              .problem(
                  "\""
                      + named.get()
                      + "\" contradicts "
                      + CoreKeys.OAUTH_AUTHENTICATION
                      + " and "
                      + CoreKeys.SMTP_AUTHENTICATION
                      + ", which mean \""
                      + ModeTable.scheme(oauth, basic)
                      + "\"",
                  "remove the two switches, or this line"));
    }
    String scheme = named.orElseGet(() -> ModeTable.scheme(oauth, basic));
    boolean badSwitch =
        List.of(CoreKeys.OAUTH_AUTHENTICATION, CoreKeys.SMTP_AUTHENTICATION, CoreKeys.SCHEME)
            .stream()
            .anyMatch(key -> undecodable.contains(key.name()));
    if (known.scheme(scheme).isEmpty() && !badSwitch) {
      Given source = named.isPresent() ? at(CoreKeys.SCHEME) : at(CoreKeys.OAUTH_AUTHENTICATION);
      problems.add(
          source.problem(
              "there is no auth scheme \"" + scheme + "\"",
              Nearest.quotedHint(
                  scheme,
                  known.schemeNames(),
                  "found are: " + String.join(", ", known.schemeNames()))));
    }
    return scheme;
  }

  private TlsMode tls() {
    boolean enabled = value(CoreKeys.SSL_ENABLED).orElse(false);
    Optional<TlsMode> named = value(CoreKeys.TLS_MODE);
    if (named.filter(mode -> mode == TlsMode.NONE).isPresent() && enabled) {
      warnings.add(
          at(CoreKeys.TLS_MODE)
              .problem(
                  "none switches TLS off although " + CoreKeys.SSL_ENABLED + "=true",
                  "remove this line"));
    }
    if (named.isPresent() || !enabled) {
      return named.orElse(TlsMode.NONE);
    }
    return value(CoreKeys.PORT).orElse(25) == 465 ? TlsMode.IMPLICIT : TlsMode.STARTTLS;
  }

  private void required(AuthScheme scheme) {
    Set<SettingKey<?>> keys = new HashSet<>(known.core());
    // a scheme may demand a key of the core that the core itself does not: the later one counts
    keys.removeAll(scheme.keys());
    keys.addAll(scheme.keys());
    keys.stream()
        .filter(SettingKey::required)
        .filter(key -> !values.containsKey(key) && !undecodable.contains(key.name()))
        .map(key -> AuthScheme.Complaint.missing(key, "mode \"" + scheme.scheme() + "\""))
        .forEach(this::complaint);
  }

  private Path homeOf(SettingKey<?> key) {
    return known.files().get(key.home() == SettingKey.Home.SECURITY ? 1 : 0);
  }

  private void complaint(AuthScheme.Complaint about) {
    AuthScheme.Complaint complaint = presets.instead(about).orElse(about);
    problems.add(at(complaint.key()).problem(complaint.cause(), complaint.remedy()));
  }

  private List<MailSettings.EffectiveSetting> effective(
      String scheme, TlsMode tls, Set<SettingKey<?>> needed) {
    TreeMap<String, MailSettings.EffectiveSetting> rows = new TreeMap<>();
    for (SettingKey<?> key : needed) {
      Given raw = given.get(key.name());
      if (raw != null) {
        String shown =
            key.secret() && !key.secretFile()
                ? "********"
                : raw.text()
                    .map(String::strip)
                    .orElseGet(() -> String.valueOf(raw.typed().orElse("")));
        rows.put(key.name(), row(key, shown, raw.source()));
      } else if (presets.text(key).isPresent()) {
        rows.put(key.name(), row(key, presets.text(key).get(), presets.source()));
      } else if (key.defaultText().isPresent()) {
        rows.put(
            key.name(), row(key, key.secret() ? "********" : key.defaultText().get(), "default"));
      }
    }
    rows.putIfAbsent(CoreKeys.SCHEME.name(), row(CoreKeys.SCHEME, scheme, "derived"));
    rows.putIfAbsent(
        CoreKeys.TLS_MODE.name(),
        row(CoreKeys.TLS_MODE, tls.name().toLowerCase(java.util.Locale.ROOT), "derived"));
    return List.copyOf(rows.values());
  }

  private static MailSettings.EffectiveSetting row(SettingKey<?> key, String value, String source) {
    return new MailSettings.EffectiveSetting(key.name(), value, source);
  }

  @SuppressWarnings("unchecked") // a key's values come only from that key's parser
  private <T> Optional<T> value(SettingKey<T> key) {
    return Optional.ofNullable((T) values.get(key));
  }

  private Given at(SettingKey<?> key) {
    Given raw = given.get(key.name());
    return raw != null
        ? raw
        : new Given(
            key.name(),
            Optional.empty(),
            Optional.empty(),
            known.files().isEmpty() ? Optional.empty() : Optional.of(homeOf(key)),
            OptionalInt.empty());
  }

  private static SettingsProblem withRemedy(Given raw, String message) {
    int split = message.lastIndexOf("; ");
    return split < 0
        ? raw.problem(message, "correct the value")
        : raw.problem(message.substring(0, split), message.substring(split + 2));
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
