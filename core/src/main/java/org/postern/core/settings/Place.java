package org.postern.core.settings;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a setting stands, or where it should.
 *
 * @param file empty for what code has set
 * @param line empty where it is missing
 */
record Place(Optional<Path> file, OptionalInt line) {

  /** Of all that code has set. */
  static final Place CODE = new Place(Optional.empty(), OptionalInt.empty());

  static Place in(Path file) {
    return new Place(Optional.of(file), OptionalInt.empty());
  }

  SettingsProblem problem(String key, String cause, String remedy) {
    return new SettingsProblem(file, line, key, cause, remedy);
  }

  /** {@code is.properties:12}, or {@code code}. */
  String source() {
    return file.map(f -> f.getFileName() + ":" + line.orElse(0)).orElse("code");
  }
}
