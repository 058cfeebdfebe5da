package org.postern.core.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All keys that mean something, by name, and the schemes that brought them. Immutable. */
final class KnownKeys {

  private final Map<String, SettingKey<?>> byName = new TreeMap<>();
  private final Map<String, AuthScheme> schemes = new TreeMap<>();
  private final List<SettingKey<?>> further;
  private final List<Path> files;

  /**
   * The keys.
   *
   * @param files is.properties and security.properties, or nothing for settings made by code
   */
  KnownKeys(
      Collection<? extends AuthScheme> schemes,
      Collection<SettingKey<?>> further,
      List<Path> files) {
    this.further = List.copyOf(further);
    this.files = files;
    core().forEach(key -> byName.put(key.name(), key));
    further.forEach(key -> byName.putIfAbsent(key.name(), key));
    for (AuthScheme scheme : schemes) {
      this.schemes.put(scheme.scheme(), scheme);
      scheme.keys().forEach(key -> byName.putIfAbsent(key.name(), key));
    }
  }

  List<SettingKey<?>> core() {
    return CoreKeys.all();
  }

  List<SettingKey<?>> further() {
    return further;
  }

  List<Path> files() {
    return files;
  }

  Collection<SettingKey<?>> all() {
    return byName.values();
  }

  /** The key of this name, or that of the family it belongs to. */
  Optional<SettingKey<?>> named(String name) {
    return Optional.<SettingKey<?>>ofNullable(byName.get(name)).or(() -> member(name));
  }

  /** The keys of those names that are members of a family. */
  List<SettingKey<?>> members(Collection<String> names) {
    List<SettingKey<?>> all = new ArrayList<>();
    names.forEach(name -> member(name).ifPresent(all::add));
    return all;
  }

  /** The key of a family's member; empty for every other name. */
  private Optional<SettingKey<?>> member(String name) {
    for (SettingKey<?> key : byName.values()) {
      String prefix = key.familyPrefix().orElse(name);
      if (name.startsWith(prefix) && name.length() > prefix.length()) {
        return Optional.of(key.member(name.substring(prefix.length())));
      }
    }
    return Optional.empty();
  }

  Set<String> names() {
    return byName.keySet();
  }

  Optional<AuthScheme> scheme(String name) {
    return Optional.ofNullable(schemes.get(name));
  }

  Set<String> schemeNames() {
    return schemes.keySet();
  }
}
