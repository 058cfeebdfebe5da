package org.postern.core.settings;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing wrong, or worth a warning, in the settings. Immutable; holds no secret.
 *
 * @param file where; empty for a setting made by a builder
 * @param line the line on which the property starts, from 1; empty where the property is missing
 * @param key the property's name
 * @param cause what is wrong, with the value if it is no secret
 * @param remedy what to do
 */
public record SettingsProblem(
    Optional<Path> file, OptionalInt line, String key, String cause, String remedy) {

  /** In the order of files and lines, each once. */
  static List<SettingsProblem> inOrder(List<SettingsProblem> problems) {
    return problems.stream()
        .sorted(
            Comparator.comparing(
                    (SettingsProblem p) -> p.file().map(f -> f.getFileName().toString()).orElse(""))
                .thenComparing(p -> p.line().orElse(Integer.MAX_VALUE))
                .thenComparing(SettingsProblem::key))
        .distinct()
        .toList();
  }

  /** {@code security.properties:14 key: cause; remedy}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    file.ifPresent(f -> text.append(f.getFileName()));
    line.ifPresent(l -> text.append(':').append(l));
    if (!text.isEmpty()) {
      text.append(' ');
    }
    return text.append(key).append(": ").append(cause).append("; ").append(remedy).toString();
  }
}
