package org.postern.core.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of the settings while they are put together. One thread. */
final class Gathered {

  final KnownKeys known;
  final Map<String, Given> given;
  final List<SettingsProblem> problems = new ArrayList<>();
  final List<SettingsProblem> warnings = new ArrayList<>();
  final Map<SettingKey<?>, Object> values = new HashMap<>();

  /**
   * Names of those whose value cannot be known: it was refused, or is missing, or hangs on another
   * that was. All is said of them, and no rule gets to see them.
   */
  final Set<String> unusable = new HashSet<>();

  Gathered(KnownKeys known, Map<String, Given> given) {
    this.known = known;
    this.given = given;
  }

  @SuppressWarnings("unchecked") // a key's values come only from that key's parser
  <T> Optional<T> value(SettingKey<T> key) {
    return Optional.ofNullable((T) values.get(key));
  }

  boolean unusable(SettingKey<?> key) {
    return unusable.contains(key.name());
  }

  /** A value that follows from others, where it was not given; empty where they do not say. */
  <T> void settle(SettingKey<T> key, Optional<T> derived) {
    derived.ifPresentOrElse(
        value -> values.putIfAbsent(key, value), () -> unusable.add(key.name()));
  }

  /** Where a setting is, or where it should be. */
  Given at(SettingKey<?> key) {
    Given raw = given.get(key.name());
    return raw != null
        ? raw
        : Given.missing(key.name(), known.files().isEmpty() ? Place.CODE : Place.in(homeOf(key)));
  }

  /** Where all are that were given, by name. */
  Map<String, Place> places() {
    Map<String, Place> places = new HashMap<>();
    given.forEach((name, raw) -> places.put(name, raw.place()));
    return places;
  }

  /** Where those should be that are missing and may stand in either file. */
  Place elsewhere() {
    return known.files().isEmpty() ? Place.CODE : Place.in(known.files().get(0));
  }

  private Path homeOf(SettingKey<?> key) {
    return known.files().get(key.home() == SettingKey.Home.SECURITY ? 1 : 0);
  }
}
