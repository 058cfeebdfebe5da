package org.postern.core.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The values of all settings that were given, already parsed, defaults aside. While they are being
 * checked some may be unusable: whoever asks for one of those gets an {@link
 * UnusableValueException}. Immutable.
 */
public final class SettingValues {

  private final Path folder;
  private final Map<SettingKey<?>, Object> values;
  private final Set<String> unusable;

  /**
   * @param unusable names of those whose value cannot be known
   * @param folder where relative paths begin, those of defaults too
   */
  SettingValues(Map<SettingKey<?>, Object> values, Set<String> unusable, Path folder) {
    this.folder = folder;
    this.values = Map.copyOf(values);
    this.unusable = Set.copyOf(unusable);
  }

  /**
   * The value given, or else the key's default; empty where there is neither.
   *
   * @throws UnusableValueException while the settings are checked, where the value was refused
   */
  @SuppressWarnings("unchecked") // a key's values come only from that key's parser
  public <T> Optional<T> find(SettingKey<T> key) {
    if (unusable.contains(key.name())) {
      throw new UnusableValueException(key.name());
    }
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
   * @throws UnusableValueException as {@link #find}
   */
  public <T> T get(SettingKey<T> key) {
    return find(key)
        .orElseThrow(() -> new NoSuchElementException("setting " + key + " has no value"));
  }

  /**
   * The values of a family's members, by what follows its prefix, sorted; may be empty.
   *
   * @throws UnusableValueException as {@link #find}, where that of any member was refused
   */
  public <T> Map<String, T> members(SettingKey<T> family) {
    Map<String, T> all = new TreeMap<>();
    names(family).forEach(name -> all.put(name, get(family.member(name))));
    return all;
  }

  /**
   * What follows the prefix in the names of a family's members, sorted, also where the value was
   * refused; may be empty.
   */
  public SortedSet<String> names(SettingKey<?> family) {
    String prefix = family.familyPrefix().orElseThrow();
    SortedSet<String> all = new TreeSet<>();
    Stream.concat(values.keySet().stream().map(SettingKey::name), unusable.stream())
        .filter(name -> name.startsWith(prefix))
        .forEach(name -> all.add(name.substring(prefix.length())));
    return all;
  }

  /** True where a value was given, be it one that was refused; false where the default stands. */
  public boolean given(SettingKey<?> key) {
    return values.containsKey(key) || unusable.contains(key.name());
  }

  /** The names alone: values may be secret. */
  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
