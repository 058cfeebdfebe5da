package org.postern.core.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What is known of the settings while they are put together. One thread. */
final class Gathered {

  final KnownKeys known;
  final Map<String, Given> given;
  final List<SettingsProblem> problems = new ArrayList<>();
  final List<SettingsProblem> warnings = new ArrayList<>();
  final Map<SettingKey<?>, Object> values = new HashMap<>();

  /** Names of those that are there and cannot be used; nothing more is said of them. */
  final Set<String> undecodable = new HashSet<>();

  Gathered(KnownKeys known, Map<String, Given> given) {
    this.known = known;
    this.given = given;
  }

  @SuppressWarnings("unchecked") // a key's values come only from that key's parser
  <T> Optional<T> value(SettingKey<T> key) {
    return Optional.ofNullable((T) values.get(key));
  }

  /** Where a setting is, or where it should be. */
  Given at(SettingKey<?> key) {
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

  private Path homeOf(SettingKey<?> key) {
    return known.files().get(key.home() == SettingKey.Home.SECURITY ? 1 : 0);
  }
}
