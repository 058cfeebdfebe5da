package org.postern.core.settings;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The settings cannot be used. Carries every problem found, not only the first. */
public final class SettingsException extends RuntimeException {

  private final transient List<SettingsProblem> problems;

  /** At least one problem. */
  public SettingsException(List<SettingsProblem> problems) {
    super(problems.stream().map(SettingsProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** One problem with a setting, wherever it stands. */
  public static SettingsException of(String key, String cause, String remedy) {
    return new SettingsException(
        List.of(new SettingsProblem(Optional.empty(), OptionalInt.empty(), key, cause, remedy)));
  }

  /** All problems, in the order of files and lines; never empty. */
  public List<SettingsProblem> problems() {
    return problems;
  }
}
