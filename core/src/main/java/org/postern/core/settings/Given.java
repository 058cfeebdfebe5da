package org.postern.core.settings;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A value before it is checked, and where it stands.
 *
 * @param text as in the file; empty for a value set by code
 * @param typed as set by code; empty for a value of a file
 */
record Given(String key, Optional<String> text, Optional<Object> typed, Place place) {

  static Given of(Path file, PropertyFile.Entry entry) {
    return new Given(
        entry.key(),
        Optional.of(entry.value()),
        Optional.empty(),
        new Place(Optional.of(file), OptionalInt.of(entry.line())));
  }

  static Given byCode(String key, Object value) {
    return new Given(
        key, Optional.empty(), Optional.of(Objects.requireNonNull(value, key)), Place.CODE);
  }

  static Given missing(String key, Place place) {
    return new Given(key, Optional.empty(), Optional.empty(), place);
  }

  SettingsProblem problem(String cause, String remedy) {
    return place.problem(key, cause, remedy);
  }

  /** {@code is.properties:12}, or {@code code}. */
  String source() {
    return place.source();
  }
}
