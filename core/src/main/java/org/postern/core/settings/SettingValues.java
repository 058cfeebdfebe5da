package org.postern.core.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/** The values of all settings that were given, already parsed, defaults aside. Immutable. */
public final class SettingValues {

  private final Path folder;
  private final Map<SettingKey<?>, Object> values;

  /**
   * @param folder where relative paths begin, those of defaults too
   */
  SettingValues(Map<SettingKey<?>, Object> values, Path folder) {
    this.folder = folder;
    this.values = Map.copyOf(values);
  }

  /** The value given, or else the key's default; empty where there is neither. */
  @SuppressWarnings("unchecked") // a key's values come only from that key's parser
  public <T> Optional<T> find(SettingKey<T> key) {
    Object given = values.get(key);
    return given != null
        ? Optional.of((T) given)
        : key.defaultText().map(key::parse).map(value -> (T) resolved(value));
  }

  private Object resolved(Object value) {
    return value instanceof Path path ? folder.resolve(path) : value;
  }

  /**
   * The value given, or else the key's default.
   *
   * @throws NoSuchElementException where there is neither; a required key of the chosen scheme
   *     always has one
   */
  public <T> T get(SettingKey<T> key) {
    return find(key)
        .orElseThrow(() -> new NoSuchElementException("setting " + key + " has no value"));
  }

  /** The values of a family's members, by what follows its prefix, sorted; may be empty. */
  public <T> Map<String, T> members(SettingKey<T> family) {
    String prefix = family.familyPrefix().orElseThrow();
    Map<String, T> all = new TreeMap<>();
    for (SettingKey<?> key : values.keySet()) {
      if (key.name().startsWith(prefix)) {
        @SuppressWarnings("unchecked") // a member's values come from the family's parser
        T value = (T) values.get(key);
        all.put(key.name().substring(prefix.length()), value);
      }
    }
    return all;
  }

  /** True where the value was given, not taken from the default. */
  public boolean given(SettingKey<?> key) {
    return values.containsKey(key);
  }

  /** The names alone: values may be secret. */
  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
